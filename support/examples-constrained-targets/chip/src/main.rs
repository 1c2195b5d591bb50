//! `no_heap` on a chip: an ARM Cortex-M3, as QEMU emulates it. No `alloc` is linked, so what allocates does not compile.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../../../../examples-constrained/src/no_heap.rs"]
mod no_heap;

#[cfg(not(target_os = "none"))]
use no_heap::main;

#[cfg(target_os = "none")]
mod chip {
    use core::sync::atomic::Ordering::Relaxed;

    use cortex_m::Peripherals;
    use cortex_m::asm::wfi; // "Wait for interrupt": the processor sleeps.
    use cortex_m::peripheral::syst::SystClkSource;
    use cortex_m_semihosting::{debug, hprintln};
    use panic_semihosting as _; // prints a panic

    use super::no_heap::{MILLIS, run};

    /// The clock interrupts each millisecond.
    #[cortex_m_rt::exception]
    fn SysTick() {
        MILLIS.fetch_add(1, Relaxed);
    }

    #[cortex_m_rt::entry]
    fn main() -> ! {
        let mut clock = Peripherals::take().expect("nobody has taken them before").SYST;
        clock.set_clock_source(SystClkSource::Core);
        clock.set_reload(12_000 - 1); // The processor has 12 MHz.
        clock.clear_current();
        clock.enable_counter();
        clock.enable_interrupt();
        let bytes = run(wfi, |line| hprintln!("{}", line));
        hprintln!("both tasks: {} bytes", bytes);
        loop {
            debug::exit(debug::EXIT_SUCCESS);
        }
    }
}
