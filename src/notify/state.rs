//! How far a message is. It only ever goes on: what comes late, twice or out of order changes nothing that is known.

use serde::{Deserialize, Serialize};

/// How far a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Written, not approved.
    Draft,
    /// May be sent.
    Approved,
    /// On its way to the gateway, or waiting to be tried again after a clear refusal.
    Sending,
    /// It was handed over and nobody knows whether it was taken: never sent again before that is asked about.
    Unknown,
    /// The gateway has it.
    Accepted,
    /// The operator has it and waits for the phone.
    Queued,
    /// It did not arrive and will not.
    Failed,
    /// It arrived.
    Delivered,
    /// It was never sent.
    Cancelled,
}

/// What happens to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A second person approved it.
    Approve,
    /// The sender takes it up.
    Claim,
    /// The gateway has it.
    Accepted,
    /// The operator has it.
    Queued,
    /// It arrived.
    Delivered,
    /// It did not arrive and will not.
    Failed,
    /// It was clearly not taken: it may be tried again.
    Refused,
    /// Nobody knows whether it was taken.
    Lost,
    /// What is unknown was asked about, and somebody decided to send it again: a new attempt.
    Again,
    /// It is not to be sent.
    Cancel,
}

impl State {
    /// All, by how far they are.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Approved,
        Self::Sending,
        Self::Unknown,
        Self::Accepted,
        Self::Queued,
        Self::Failed,
        Self::Delivered,
        Self::Cancelled,
    ];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Accepted => "accepted",
            Self::Queued => "queued",
            Self::Failed => "failed",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a key.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

    /// Where an event leads; `None`: it changes nothing here.
    ///
    /// But for [`Event::Refused`] and [`Event::Again`], which begin a new attempt, a state is only ever followed by a
    /// later one of [`State::ALL`].
    #[must_use]
    pub const fn after(self, event: Event) -> Option<Self> {
        use State as S;
        match (self, event) {
            (S::Draft, Event::Approve) | (S::Unknown, Event::Again) => Some(S::Approved),
            (S::Approved, Event::Claim) | (S::Sending, Event::Claim | Event::Refused) => {
                Some(S::Sending)
            }
            // Earlier ones too: in a copy, what was approved and sent since it was made is not on record.
            (S::Draft | S::Approved | S::Sending, Event::Lost) => Some(S::Unknown),
            // A receipt may be there before the gateway's answer, and after it was given up or is to be sent again.
            (S::Approved | S::Sending | S::Unknown, Event::Accepted) => Some(S::Accepted),
            (S::Approved | S::Sending | S::Unknown | S::Accepted, Event::Queued) => Some(S::Queued),
            (
                S::Approved | S::Sending | S::Unknown | S::Accepted | S::Queued | S::Failed,
                Event::Delivered,
            ) => Some(S::Delivered),
            (S::Sending | S::Unknown | S::Accepted | S::Queued, Event::Failed) => Some(S::Failed),
            (S::Draft | S::Approved | S::Sending, Event::Cancel) => Some(S::Cancelled),
            _ => None,
        }
    }

    /// The number that stands for it in the file.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The state of a number.
    #[must_use]
    pub fn of_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// Whether the person has it, or will.
    #[must_use]
    pub const fn is_out(self) -> bool {
        matches!(
            self,
            Self::Sending | Self::Unknown | Self::Accepted | Self::Queued | Self::Delivered
        )
    }
}

impl Event {
    /// All.
    pub const ALL: [Self; 10] = [
        Self::Approve,
        Self::Claim,
        Self::Accepted,
        Self::Queued,
        Self::Delivered,
        Self::Failed,
        Self::Refused,
        Self::Lost,
        Self::Again,
        Self::Cancel,
    ];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Claim => "claim",
            Self::Accepted => "accepted",
            Self::Queued => "queued",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Lost => "lost",
            Self::Again => "again",
            Self::Cancel => "cancel",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_only_goes_on() {
        for state in State::ALL {
            assert_eq!(State::parse(state.key()), Some(state));
            assert_eq!(State::of_number(state.number()), Some(state));
            for event in Event::ALL {
                let Some(next) = state.after(event) else {
                    continue;
                };
                let new_attempt = matches!(event, Event::Refused | Event::Again)
                    || state == State::Sending && event == Event::Claim;
                assert!(next > state || new_attempt, "{state:?} {event:?} {next:?}");
            }
        }
    }

    #[test]
    fn nothing_leaves_the_end() {
        for event in Event::ALL {
            assert_eq!(State::Delivered.after(event), None);
            assert_eq!(State::Cancelled.after(event), None);
        }
        // What is unknown is sent again only on somebody's word.
        assert_eq!(State::Unknown.after(Event::Claim), None);
        assert_eq!(State::Unknown.after(Event::Refused), None);
        assert_eq!(State::Draft.after(Event::Claim), None);
    }

    proptest::proptest! {
        /// Receipts in any order, any number of times, end where the best of them says.
        #[test]
        fn receipts_in_any_order(picks in proptest::collection::vec(0..4_usize, 1..12)) {
            const RECEIPTS: [Event; 4] = [Event::Accepted, Event::Queued, Event::Failed, Event::Delivered];
            let mut state = State::Sending;
            for &pick in &picks {
                state = state.after(RECEIPTS[pick]).unwrap_or(state);
            }
            let best = if picks.contains(&3) {
                State::Delivered
            } else if picks.contains(&2) {
                State::Failed
            } else if picks.contains(&1) {
                State::Queued
            } else {
                State::Accepted
            };
            proptest::prop_assert_eq!(state, best);
        }
    }
}
