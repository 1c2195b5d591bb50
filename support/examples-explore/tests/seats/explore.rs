examples_explore::explore! { "src/lib.rs" }
