//! Calls into sled that may panic, made into errors without a word on the terminal.
//!
//! One flipped bit makes sled panic (`trust.md` section 0). Its panics are caught here and not
//! printed; all others go to whatever hook was there before.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe, PanicHookInfo},
    sync::Once,
};

use super::error::ViewsError;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Where sled's own threads panic, the place of the panic is all there is to know them by.
const SLED_SOURCE: &str = "/sled-0.34";

/// Runs `call`, turning a panic in it into "damaged".
///
/// `AssertUnwindSafe` is sound here because after a panic nothing of the store is used again: the
/// caller gives it up and makes the views anew.
pub(super) fn caught<T>(call: impl FnOnce() -> T) -> Result<T, ViewsError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !is_ours(info) {
                before(info);
            }
        }));
    });
    let was = QUIET.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(call));
    QUIET.set(was);
    outcome.map_err(|payload| {
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        ViewsError::Damaged(format!("sled gave up: {}", first_line(text)))
    })
}

fn is_ours(info: &PanicHookInfo<'_>) -> bool {
    QUIET.get()
        || info
            .location()
            .is_some_and(|place| place.file().contains(SLED_SOURCE))
}

/// The start of what sled said; it prints whole pages of bytes, which have no place in a message.
fn first_line(text: &str) -> String {
    text.lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(80)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_of_one_line() {
        let error = caught(|| panic!("bad page\n{}", "x".repeat(500))).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("sled gave up: bad page"), "{text}");
        assert!(text.len() < 200, "{text}");
        assert!(error.wants_rebuild());
    }

    #[test]
    fn quiet_ends_with_the_call() {
        caught(|| assert!(QUIET.get())).unwrap();
        assert!(!QUIET.get());
        caught(|| panic!("once")).unwrap_err();
        assert!(!QUIET.get());
    }
}
