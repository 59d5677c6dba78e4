//! Undo and redo of what the user decides.

/// Most states kept.
const DEPTH: usize = 200;

/// What kind of decision a state came from: decisions of one gesture are one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The rules of the run.
    Rules,
    /// The time window.
    Window,
    /// Which rows are shown.
    Filter,
    /// What is searched for in the list.
    Search,
    /// The order of the rows.
    Sort,
    /// Which columns are shown.
    Columns,
    /// Cells of held rows that are put right.
    Fix,
}

impl Step {
    /// The stable key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rules => "step-rules",
            Self::Window => "step-window",
            Self::Filter => "step-filter",
            Self::Search => "step-search",
            Self::Sort => "step-sort",
            Self::Columns => "step-columns",
            Self::Fix => "step-fix",
        }
    }
}

/// States with a cursor.
#[derive(Debug, Clone)]
pub struct History<T> {
    now: T,
    undo: Vec<(Step, T)>,
    redo: Vec<(Step, T)>,
    open: Option<Step>,
}

impl<T: Clone + PartialEq> History<T> {
    /// Starts with a state that cannot be undone.
    #[must_use]
    pub const fn new(now: T) -> Self {
        Self {
            now,
            undo: Vec::new(),
            redo: Vec::new(),
            open: None,
        }
    }

    /// The state in force.
    #[must_use]
    pub const fn now(&self) -> &T {
        &self.now
    }

    /// Decides. Until the gesture ends ([`History::release`]), steps of one kind become one. Returns whether
    /// anything changed.
    pub fn decide(&mut self, step: Step, next: T) -> bool {
        if next == self.now {
            return false;
        }
        let before = std::mem::replace(&mut self.now, next);
        let goes_on = self.open == Some(step) && self.undo.last().is_some_and(|u| u.0 == step);
        if !goes_on {
            self.undo.push((step, before));
            if self.undo.len() > DEPTH {
                self.undo.remove(0);
            }
        }
        self.open = Some(step);
        self.redo.clear();
        true
    }

    /// Sets the state without a step of its own: what was decided did not come about.
    pub fn amend(&mut self, now: T) {
        self.open = None;
        if self.redo.last().is_some_and(|s| s.1 == now) {
            // It was an undo that did not come about.
            self.redo();
            return;
        }
        self.now = now;
        if self.undo.last().is_some_and(|s| s.1 == self.now) {
            self.undo.pop();
        }
    }

    /// Changes every state that could be gone back or forward to.
    pub fn rewrite(&mut self, change: impl Fn(&mut T)) {
        let both = self.undo.iter_mut().chain(&mut self.redo);
        both.for_each(|s| change(&mut s.1));
    }

    /// Ends a gesture: the next decision is a step of its own.
    pub const fn release(&mut self) {
        self.open = None;
    }

    /// Goes back one step; says which.
    pub fn undo(&mut self) -> Option<Step> {
        let (step, before) = self.undo.pop()?;
        let now = std::mem::replace(&mut self.now, before);
        self.redo.push((step, now));
        self.open = None;
        Some(step)
    }

    /// Goes forward again; says which step.
    pub fn redo(&mut self) -> Option<Step> {
        let (step, next) = self.redo.pop()?;
        let now = std::mem::replace(&mut self.now, next);
        self.undo.push((step, now));
        self.open = None;
        Some(step)
    }

    /// What would be undone and redone next.
    #[must_use]
    pub fn ahead(&self) -> (Option<Step>, Option<Step>) {
        (self.undo.last().map(|s| s.0), self.redo.last().map(|s| s.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forth() {
        let mut history = History::new(0);
        assert!(history.decide(Step::Filter, 1));
        assert!(!history.decide(Step::Filter, 1));
        history.release();
        assert!(history.decide(Step::Window, 2));
        assert!(history.decide(Step::Window, 3), "one gesture goes on");
        assert_eq!(history.undo(), Some(Step::Window));
        assert_eq!(*history.now(), 1);
        assert_eq!(history.undo(), Some(Step::Filter));
        assert_eq!(history.undo(), None);
        assert_eq!(history.redo(), Some(Step::Filter));
        assert_eq!(history.redo(), Some(Step::Window));
        assert_eq!(*history.now(), 3);
        history.release();
        history.decide(Step::Rules, 7);
        history.amend(3);
        assert_eq!(*history.now(), 3);
        assert_eq!(
            history.undo(),
            Some(Step::Window),
            "what was taken back is no step"
        );
        history.decide(Step::Sort, 9);
        assert_eq!(history.redo(), None, "a new decision ends what was undone");
    }
}
