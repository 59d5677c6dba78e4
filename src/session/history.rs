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
    /// All.
    pub const ALL: [Self; 7] = [
        Self::Rules,
        Self::Window,
        Self::Filter,
        Self::Search,
        Self::Sort,
        Self::Columns,
        Self::Fix,
    ];

    /// The step of a key.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

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

/// One state, by a number that no other state of the history has or had.
#[derive(Debug, Clone)]
struct State<T> {
    number: u64,
    value: T,
}

/// A state of a history, in order.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'h, T> {
    /// Its number: the same as long as the state is the same.
    pub number: u64,
    /// The step that led here; `None` for the first.
    pub step: Option<Step>,
    /// The state.
    pub value: &'h T,
}

/// States with a cursor.
#[derive(Debug, Clone)]
pub struct History<T> {
    now: State<T>,
    undo: Vec<(Step, State<T>)>,
    redo: Vec<(Step, State<T>)>,
    open: Option<Step>,
    next: u64,
}

impl<T: Clone + PartialEq> History<T> {
    /// Starts with a state that cannot be undone.
    #[must_use]
    pub const fn new(now: T) -> Self {
        Self::from_number(now, 0)
    }

    /// As [`History::new`]; the state has this number, later ones greater ones.
    #[must_use]
    pub const fn from_number(now: T, number: u64) -> Self {
        Self {
            now: State { number, value: now },
            undo: Vec::new(),
            redo: Vec::new(),
            open: None,
            next: number + 1,
        }
    }

    /// A history as it was kept: states in order, each with the step that led to it, and which is in force. `None` where
    /// there is no such state.
    #[must_use]
    pub fn restored(states: Vec<(u64, Option<Step>, T)>, cursor: usize) -> Option<Self> {
        let next = states.iter().map(|s| s.0).max()? + 1;
        let steps: Vec<Option<Step>> = states.iter().map(|s| s.1).collect();
        let mut states = states
            .into_iter()
            .map(|(number, _, value)| State { number, value });
        let before: Vec<State<T>> = states.by_ref().take(cursor).collect();
        let now = states.next()?;
        // A state is gone back to from the next one, whose step it is.
        let undo = before.into_iter().zip(steps.iter().skip(1));
        let undo = undo.map(|(state, step)| Some(((*step)?, state)));
        let redo = states.zip(steps.iter().skip(cursor + 1));
        let redo = redo.map(|(state, step)| Some(((*step)?, state)));
        let mut redo: Vec<_> = redo.collect::<Option<_>>()?;
        redo.reverse();
        Some(Self {
            now,
            undo: undo.collect::<Option<_>>()?,
            redo,
            open: None,
            next,
        })
    }

    /// All states in order, and which of them is in force.
    #[must_use]
    pub fn states(&self) -> (Vec<Kept<'_, T>>, usize) {
        let before = self.undo.iter().map(|u| (&u.1, Some(u.0)));
        let after = self.redo.iter().rev().map(|r| (Some(r.0), &r.1));
        let mut out = Vec::with_capacity(self.undo.len() + 1 + self.redo.len());
        let mut led = None;
        for (state, step) in before {
            out.push(Kept {
                number: state.number,
                step: led,
                value: &state.value,
            });
            led = step;
        }
        out.push(Kept {
            number: self.now.number,
            step: led,
            value: &self.now.value,
        });
        out.extend(after.map(|(step, state)| Kept {
            number: state.number,
            step,
            value: &state.value,
        }));
        (out, self.undo.len())
    }

    /// The number that the next state will have.
    #[must_use]
    pub const fn next_number(&self) -> u64 {
        self.next
    }

    const fn number(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }

    /// The state in force.
    #[must_use]
    pub const fn now(&self) -> &T {
        &self.now.value
    }

    /// Decides. Until the gesture ends ([`History::release`]), steps of one kind become one. Returns whether
    /// anything changed.
    pub fn decide(&mut self, step: Step, next: T) -> bool {
        if next == self.now.value {
            return false;
        }
        let next = State {
            number: self.number(),
            value: next,
        };
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
        if self.redo.last().is_some_and(|s| s.1.value == now) {
            // It was an undo that did not come about.
            self.redo();
            return;
        }
        if self.undo.last().is_some_and(|s| s.1.value == now) {
            if let Some((_, before)) = self.undo.pop() {
                self.now = before;
            }
            return;
        }
        if self.now.value != now {
            let number = self.number();
            self.now = State { number, value: now };
        }
    }

    /// Changes every state.
    pub fn rewrite(&mut self, change: impl Fn(&mut T)) {
        let Self {
            now,
            undo,
            redo,
            next,
            ..
        } = self;
        let others = undo.iter_mut().chain(redo).map(|s| &mut s.1);
        for state in others.chain(std::iter::once(now)) {
            let before = state.value.clone();
            change(&mut state.value);
            if state.value != before {
                state.number = *next;
                *next += 1;
            }
        }
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

    #[test]
    fn a_history_that_was_kept_goes_on() {
        let mut history = History::new(0);
        for (step, value) in [(Step::Filter, 1), (Step::Rules, 2), (Step::Fix, 3)] {
            history.decide(step, value);
            history.release();
        }
        history.undo();
        let kept = |h: &History<i32>| {
            let (states, cursor) = h.states();
            let states: Vec<_> = states
                .iter()
                .map(|s| (s.number, s.step, *s.value))
                .collect();
            (states, cursor)
        };
        let (states, cursor) = kept(&history);
        assert_eq!(cursor, 2);
        assert_eq!(states[0], (0, None, 0));
        assert_eq!(states[3], (3, Some(Step::Fix), 3));
        let mut again = History::restored(states.clone(), cursor).unwrap();
        assert_eq!(kept(&again), (states, cursor));
        assert_eq!(again.ahead(), (Some(Step::Rules), Some(Step::Fix)));
        assert_eq!(again.redo(), Some(Step::Fix));
        assert_eq!(*again.now(), 3);
        again.undo();
        again.undo();
        assert_eq!(*again.now(), 1);
        again.decide(Step::Sort, 9);
        assert_eq!(kept(&again).0[2], (4, Some(Step::Sort), 9));
        assert!(History::<i32>::restored(Vec::new(), 0).is_none());
    }
}
