//! Everything there is to see of an error, and of a panic.

use std::{cell::RefCell, env, error::Error, fmt::Write as _, io::Write as _, sync::Once};

thread_local! {
    static PANICS: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Set where what the process prints is looked at too.
pub(crate) const ALOUD: &str = "BLN_TEST_ALOUD";

/// An error as it is shown and as it is debugged, with every error behind it.
pub(crate) fn all_of(error: &(dyn Error + 'static)) -> String {
    let (mut said, mut next) = (String::new(), Some(error));
    while let Some(error) = next {
        writeln!(said, "{error} {error:?} {error:#?}").unwrap();
        next = error.source();
    }
    said
}

/// Runs something, and tells what the hook of panics was told on this thread meanwhile.
pub(crate) async fn with_panics<T>(doing: impl Future<Output = T>) -> (T, Vec<String>) {
    hook();
    PANICS.with_borrow_mut(|panics| *panics = Some(Vec::new()));
    let done = doing.await;
    (done, PANICS.with_borrow_mut(|panics| panics.take().unwrap_or_default()))
}

fn hook() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let said = format!("{info} {info:?}");
            let is_expected =
                PANICS.with_borrow_mut(|panics| panics.as_mut().map(|it| it.push(said)).is_some());
            if !is_expected || env::var_os(ALOUD).is_some() {
                before(info);
            }
        }));
    });
}

/// Prints every line of the log, if this process is to say all it can.
struct Printed;

impl log::Log for Printed {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{} {} {}\n", record.level(), record.target(), record.args());
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }

    fn flush(&self) {}
}

/// Has the log at its most talkative printed, if this process is to say all it can.
pub(crate) fn log_everything() {
    if env::var_os(ALOUD).is_some() && log::set_logger(&Printed).is_ok() {
        log::set_max_level(log::LevelFilter::Trace);
    }
}
