//! Where a library ends the program in place of saying what went wrong: what it would have said, as an error.

use std::any::Any;
use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Does something, and gives as an error why it broke off. Nothing that it changes may be used after that.
///
/// # Errors
/// Where it breaks off.
pub fn caught<T>(work: impl FnOnce() -> T) -> io::Result<T> {
    IS_CAUGHT.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_CAUGHT.set(false);
    done.map_err(|why| io::Error::other(said(&*why)))
}

/// Whether what breaks off on this thread is told by whoever began it.
#[must_use]
pub fn is_caught() -> bool {
    IS_CAUGHT.get()
}

/// What was said as something broke off.
#[must_use]
pub fn said(why: &(dyn Any + Send)) -> String {
    let text = why.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| why.downcast_ref::<&str>().copied()).unwrap_or("no reason is known").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_off_says_why() {
        assert_eq!(caught(|| 3).ok(), Some(3));
        let full = caught(|| -> u8 { panic!("no room for {}", "it") }).map_err(|error| error.to_string());
        assert_eq!(full, Err("no room for it".to_owned()));
        assert!(!is_caught(), "what breaks off later ends the program");
    }
}
