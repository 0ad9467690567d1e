//! Where a library ends the program in place of saying what went wrong: what it would have said, as an error.

use std::any::Any;
use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Whether what is said is what may happen.
type Expected = fn(&str) -> bool;

thread_local! {
    static EXPECTED: Cell<Option<Expected>> = const { Cell::new(None) };
}

/// Does something, and gives as an error why it broke off, if that was to be expected; of all else the program ends. Nothing that
/// it changes may be used after that.
///
/// # Errors
/// Where it breaks off.
pub fn caught<T>(is_expected: Expected, work: impl FnOnce() -> T) -> io::Result<T> {
    EXPECTED.set(Some(is_expected));
    let done = catch_unwind(AssertUnwindSafe(work));
    EXPECTED.set(None);
    done.map_err(|why| io::Error::other(said(&*why)))
}

/// Whether what breaks off on this thread with these words is told by whoever began it.
#[must_use]
pub fn is_caught(said: &str) -> bool {
    EXPECTED.get().is_some_and(|is_expected| is_expected(said))
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
        let is_full: Expected = |said| said.starts_with("no room");
        assert_eq!(caught(is_full, || 3).ok(), Some(3));
        let full = caught(is_full, || {
            assert!(is_caught("no room for it") && !is_caught("no thread for it"));
            panic!("no room for {}", "it")
        });
        assert_eq!(
            full.map_err(|error: io::Error| error.to_string()),
            Err::<(), _>("no room for it".to_owned())
        );
        assert!(!is_caught("no room for it"), "what breaks off later ends the program");
    }
}
