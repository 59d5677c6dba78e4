//! Who is out and about on which day.

/// No such day.
const NEVER: i16 = i16::MAX;
/// Days in hospital.
const HOSPITAL: i32 = 21;

/// What a person may do on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The usual.
    Free,
    /// A clinic takes a sample in the morning; the rest of the day is as usual.
    Tested,
    /// A clinic takes a sample in the morning, and the hospital keeps them.
    Admitted,
    /// In hospital, in quarantine or abroad: nobody meets them.
    Gone,
}

/// Days are numbered from 0. Everybody is free until told otherwise.
#[derive(Debug, Clone)]
pub(super) struct Health {
    sample: Vec<i16>,
    isolation: Vec<i16>,
    quarantine: Vec<(i16, i16)>,
}

impl Health {
    pub(super) fn new(people: usize) -> Self {
        Self {
            sample: vec![NEVER; people],
            isolation: vec![NEVER; people],
            quarantine: vec![(NEVER, NEVER); people],
        }
    }

    pub(super) fn standing(&self, person: u32, day: u32) -> Standing {
        let (index, day) = (person as usize, day as i16);
        let since = i32::from(day) - i32::from(self.isolation[index]);
        if self.is_away(index, day) || (1..=HOSPITAL).contains(&since) {
            Standing::Gone
        } else if day == self.isolation[index] {
            Standing::Admitted
        } else if day == self.sample[index] {
            Standing::Tested
        } else {
            Standing::Free
        }
    }

    /// Whether a person may sleep at home in the night that begins on this day.
    pub(super) fn sleeps_at_home(&self, person: u32, day: u32) -> bool {
        let leaves_tonight = self.quarantine[person as usize].0 == day as i16;
        !leaves_tonight
            && matches!(
                self.standing(person, day),
                Standing::Free | Standing::Tested
            )
    }

    pub(super) fn is_quarantined(&self, person: u32, day: u32) -> bool {
        let (start, end) = self.quarantine[person as usize];
        (start..=end).contains(&(day as i16))
    }

    /// Away from the evening of day `start` to the evening of day `end`; a start of -1 is before everything.
    pub(super) fn send_away(&mut self, person: u32, start: i16, end: i16) {
        self.quarantine[person as usize] = (start, end);
    }

    /// Sampled on one day, in hospital from the same or a later one.
    pub(super) fn admit(&mut self, person: u32, sample: u32, isolation: u32) {
        self.sample[person as usize] = sample as i16;
        self.isolation[person as usize] = isolation as i16;
    }

    fn is_away(&self, index: usize, day: i16) -> bool {
        let (start, end) = self.quarantine[index];
        start != NEVER && start < day && day <= end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_to_their_evening() {
        let mut health = Health::new(2);
        health.admit(0, 4, 5);
        let standings = [3, 4, 5, 6].map(|day| health.standing(0, day));
        assert_eq!(
            standings,
            [
                Standing::Free,
                Standing::Tested,
                Standing::Admitted,
                Standing::Gone
            ]
        );
        health.send_away(1, 2, 4);
        assert_eq!(
            [2, 3, 4, 5].map(|day| health.standing(1, day) == Standing::Gone),
            [false, true, true, false]
        );
        assert_eq!(
            [1, 2, 4, 5].map(|day| health.sleeps_at_home(1, day)),
            [true, false, false, true]
        );
    }
}
