//! `crossbeam::channel::select!`, which is made of [`Select`](super::Select).

#[doc(hidden)]
#[macro_export]
macro_rules! __select {
    ($($arms:tt)*) => { $crate::__select_arms! { new [] $($arms)* } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __select_biased {
    ($($arms:tt)*) => { $crate::__select_arms! { new_biased [] $($arms)* } };
}

/// Reads the arms: `(recv (receiver) (pattern) body)`, `(send (sender, message) (pattern) body)`, and
/// `(default (limit or nothing) () body)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __select_arms {
    ($new:ident [$($arms:tt)*]) => {
        $crate::__select_match! { $new [] [] [0 a 1 b 2 c 3 d 4 e 5 f 6 g 7 h 8 i 9 j] $($arms)* }
    };
    ($new:ident $arms:tt default => $($rest:tt)*) => {
        $crate::__select_arms! { $new $arms default() => $($rest)* }
    };
    // Behind a block there may be a comma or not.
    ($new:ident [$($arms:tt)*] $kind:ident $of:tt $(-> $result:pat)? => $body:block, $($rest:tt)*) => {
        $crate::__select_arms! { $new [$($arms)* ($kind $of ($($result)?) $body)] $($rest)* }
    };
    ($new:ident [$($arms:tt)*] $kind:ident $of:tt $(-> $result:pat)? => $body:block $($rest:tt)*) => {
        $crate::__select_arms! { $new [$($arms)* ($kind $of ($($result)?) $body)] $($rest)* }
    };
    ($new:ident [$($arms:tt)*] $kind:ident $of:tt $(-> $result:pat)? => $body:expr, $($rest:tt)*) => {
        $crate::__select_arms! { $new [$($arms)* ($kind $of ($($result)?) $body)] $($rest)* }
    };
    ($new:ident [$($arms:tt)*] $kind:ident $of:tt $(-> $result:pat)? => $body:expr) => {
        $crate::__select_arms! { $new [$($arms)* ($kind $of ($($result)?) $body)] }
    };
}

/// Numbers and names the operations, and writes the code that selects one.
#[doc(hidden)]
#[macro_export]
macro_rules! __select_match {
    ($new:ident [$($done:tt)*] $default:tt [$index:tt $name:ident $($names:tt)*]
        (recv ($half:expr $(,)?) ($result:pat) $body:expr) $($arms:tt)*) => {
        $crate::__select_match! {
            $new [$($done)* ($index $name Receiver recv ($half) ($result) () ($body))] $default
            [$($names)*] $($arms)*
        }
    };
    ($new:ident [$($done:tt)*] $default:tt [$index:tt $name:ident $($names:tt)*]
        (send ($half:expr, $message:expr $(,)?) ($result:pat) $body:expr) $($arms:tt)*) => {
        $crate::__select_match! {
            $new [$($done)* ($index $name Sender send ($half) ($result) ($message) ($body))] $default
            [$($names)*] $($arms)*
        }
    };
    ($new:ident $done:tt [] $names:tt (default () () $body:expr) $($arms:tt)*) => {
        $crate::__select_match! {
            $new $done [(::std::time::Duration::ZERO) ($body)] $names $($arms)*
        }
    };
    ($new:ident $done:tt [] $names:tt (default ($limit:expr $(,)?) () $body:expr) $($arms:tt)*) => {
        $crate::__select_match! { $new $done [($limit) ($body)] $names $($arms)* }
    };
    ($new:ident $done:tt [] $names:tt) => {
        $crate::__select_match! { @ $new $done ::std::option::Option::None, ::std::unreachable!() }
    };
    ($new:ident $done:tt [($limit:expr) ($default:expr)] $names:tt) => {
        $crate::__select_match! { @ $new $done ::std::option::Option::Some($limit), $default }
    };
    (@ $new:ident [$(
        ($index:tt $name:ident $half:ident $kind:ident ($channel:expr) ($result:pat) ($($message:expr)?)
            ($body:expr))
    )*] $limit:expr, $default:expr) => {{
        $(let $name: &$crate::modelled_crossbeam::channel::$half<_> = &$channel;)*
        let selected = {
            #[allow(unused_mut)] // with a `default` alone
            let mut select = $crate::modelled_crossbeam::channel::Select::$new();
            $(select.$kind($name);)*
            select.within($limit)
        };
        match selected.index() {
            $($index => {
                let $result = selected.$kind($name $(, $message)?);
                $body
            })*
            _ => $default,
        }
    }};
}
