//! stdout, stderr, the progress bar and Ctrl C.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::i18n::{Message, Texts};
use crate::job::{Cancel, Progress, Stage};

/// Where a subcommand speaks.
pub(super) struct Console {
    pub texts: Texts,
    /// Data goes to stdout as JSON.
    pub json: bool,
}

impl Console {
    pub const fn new(texts: Texts, json: bool) -> Self {
        Self { texts, json }
    }

    /// Data, to stdout. A reader that has gone away is no failure.
    #[allow(clippy::unused_self)]
    pub fn out(&self, text: &str) -> std::io::Result<()> {
        let mut stdout = std::io::stdout().lock();
        match stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
        {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }

    /// A note or an error, to stderr.
    pub fn say(&self, message: &Message) {
        to_stderr(&self.texts.say(message));
    }

    /// Runs a job with a bar on stderr (none where it is no terminal); Ctrl C cancels it.
    pub fn work<T>(&self, job: impl FnOnce(&Progress, &Cancel) -> T) -> T {
        let (progress, cancel) = (Progress::new(), Cancel::new());
        let stop = cancel.clone();
        // A second handler cannot be set; then Ctrl C ends the program at once, as it does without one.
        let _ = ctrlc::set_handler(move || stop.cancel());
        if !std::io::stderr().is_terminal() {
            return job(&progress, &cancel);
        }
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| self.bar(&progress, &done));
            // Also where the job panics: the bar must end for the panic to go on.
            let _ends = SetOnDrop(&done);
            job(&progress, &cancel)
        })
    }

    fn bar(&self, progress: &Progress, done: &AtomicBool) {
        let bar = ProgressBar::new(0);
        let counted =
            ProgressStyle::with_template("{msg:<24} [{bar:32}] {percent:>3} %  {elapsed}");
        let open = ProgressStyle::with_template("{msg:<24} {spinner} {elapsed}");
        let (Ok(counted), Ok(open)) = (counted, open) else {
            return;
        };
        let mut told = Stage::Idle;
        while !done.load(Ordering::Relaxed) {
            let (stage, units, total) = progress.snapshot();
            if stage != told {
                bar.set_message(self.texts.get(stage.key()));
                told = stage;
            }
            bar.set_style(if total > 0 {
                counted.clone()
            } else {
                open.clone()
            });
            bar.set_length(total.max(1));
            bar.set_position(units.min(total.max(1)));
            bar.tick();
            std::thread::sleep(Duration::from_millis(80));
        }
        bar.finish_and_clear();
    }
}

struct SetOnDrop<'d>(&'d AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A line to stderr; where nobody listens there, it is lost.
pub(super) fn to_stderr(text: &str) {
    let mut stderr = std::io::stderr().lock();
    let _ = writeln!(stderr, "{text}");
}
