//! One place for one kind of background work: the latest request wins, the one before is told to stop.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use crate::job::{Cancel, Progress};

/// Called from a worker's thread when it has something to tell: a door wakes up its own thread there.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// What a slot has to tell.
#[derive(Debug, PartialEq, Eq)]
pub enum Poll<T> {
    /// Nothing runs here.
    Idle,
    /// Not yet.
    Pending,
    /// The work's result; the slot is free again.
    Ready(T),
    /// The worker ended without a result: a defect, told as one.
    Lost,
}

struct Running<T> {
    results: Receiver<T>,
    progress: Progress,
    cancel: Cancel,
    since: Instant,
}

/// Where one kind of work runs.
pub struct Slot<T> {
    name: &'static str,
    running: Option<Running<T>>,
}

impl<T> std::fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slot")
            .field("name", &self.name)
            .field("busy", &self.running.is_some())
            .finish()
    }
}

impl<T: Send + 'static> Slot<T> {
    /// An empty slot; its threads carry `name`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            running: None,
        }
    }

    /// Starts work in place of what runs here.
    ///
    /// # Errors
    /// What the system says where it gives no thread.
    pub fn start(
        &mut self,
        wake: &Waker,
        job: impl FnOnce(&Progress, &Cancel) -> T + Send + 'static,
    ) -> std::io::Result<()> {
        self.cancel();
        let (progress, cancel) = (Progress::new(), Cancel::new());
        let (sender, results) = channel();
        let (theirs, stop, wake) = (progress.clone(), cancel.clone(), wake.clone());
        std::thread::Builder::new()
            .name(self.name.to_owned())
            .spawn(move || {
                // Also where the job panics: whoever waits must look again.
                let _wakes = WakeOnDrop(wake);
                let result = job(&theirs, &stop);
                // Nobody listens any more where a later request took this one's place.
                let _ = sender.send(result);
            })?;
        self.running = Some(Running {
            results,
            progress,
            cancel,
            since: Instant::now(),
        });
        Ok(())
    }

    /// Looks whether the work is done.
    pub fn poll(&mut self) -> Poll<T> {
        let Some(running) = &self.running else {
            return Poll::Idle;
        };
        match running.results.try_recv() {
            Err(TryRecvError::Empty) => Poll::Pending,
            Ok(result) => {
                self.running = None;
                Poll::Ready(result)
            }
            Err(TryRecvError::Disconnected) => {
                self.running = None;
                Poll::Lost
            }
        }
    }

    /// Tells the work to stop and forgets it; its result is dropped.
    pub fn cancel(&mut self) {
        if let Some(running) = self.running.take() {
            running.cancel.cancel();
        }
    }

    /// Asks the work to stop; it still reports.
    pub fn ask_to_stop(&self) {
        if let Some(running) = &self.running {
            running.cancel.cancel();
        }
    }

    /// Whether something runs.
    #[must_use]
    pub const fn busy(&self) -> bool {
        self.running.is_some()
    }

    /// How far it is and since when it runs.
    #[must_use]
    pub fn progress(&self) -> Option<(Progress, Duration)> {
        let running = self.running.as_ref()?;
        Some((running.progress.clone(), running.since.elapsed()))
    }
}

struct WakeOnDrop(Waker);

impl Drop for WakeOnDrop {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nobody() -> Waker {
        Arc::new(|| {})
    }

    fn wait<T: Send + 'static>(slot: &mut Slot<T>) -> Poll<T> {
        loop {
            match slot.poll() {
                Poll::Pending => std::thread::sleep(Duration::from_millis(1)),
                other => return other,
            }
        }
    }

    #[test]
    fn the_latest_request_wins() {
        let mut slot = Slot::new("test");
        let (sender, told) = channel();
        slot.start(&nobody(), move |_, cancel| {
            while !cancel.is_cancelled() {
                std::thread::yield_now();
            }
            sender.send(()).unwrap();
            1
        })
        .unwrap();
        slot.start(&nobody(), |_, _| 2).unwrap();
        assert_eq!(wait(&mut slot), Poll::Ready(2));
        told.recv().unwrap();
        assert_eq!(slot.poll(), Poll::Idle);
    }

    #[test]
    fn a_panic_is_told() {
        let mut slot: Slot<u8> = Slot::new("test");
        slot.start(&nobody(), |_, _| panic!("on purpose")).unwrap();
        assert_eq!(wait(&mut slot), Poll::Lost);
    }
}
