//! How busy a day is, and how it is steered towards the number of visits asked for.

use chrono::Weekday;

use super::calendar::weekday;
use super::days::Day;
use super::health::Health;
use super::travel::Guest;
use super::walk::Menu;
use super::world::World;

/// Errands a person and day where nothing is asked for.
const NATURAL: f64 = 0.78;
/// Share of people who go to work or school on a day that has it.
const ATTENDANCE: f64 = 0.95;
/// The share of a day's visits that work and school may make up where few are asked for.
const ROUTINE: f64 = 0.75;
/// How near a day must come to its share of the visits asked for.
const NEAR: f64 = 0.02;
/// How often a day is laid out anew to come near.
const TRIES: u32 = 5;

/// How busy a day is.
#[derive(Debug)]
pub(super) struct Tempo {
    /// Share of people who go to work or school.
    pub(super) attend: f64,
    /// Errands wished by an adult.
    pub(super) errands: f64,
    /// Share of errands that go to the hot market.
    pub(super) hot: f64,
    /// Factor of stays and ways: below one where people have much to do.
    pub(super) haste: f64,
    pub(super) menu: Menu,
}

/// Keeps the tempo of each kind of day.
#[derive(Debug)]
pub(super) struct Steering {
    /// Weekdays, Saturdays, Sundays.
    tempos: [Tempo; 3],
    done: u64,
}

impl Steering {
    pub(super) fn new(world: &World) -> Self {
        let plan = &world.plan;
        let mean = plan.visits_a_day();
        let tempo = || Tempo {
            attend: ATTENDANCE,
            errands: plan.visits.map_or(NATURAL, |_| (1.1 * mean - 0.5).max(0.1)),
            hot: (plan.hot_share * 1.8).min(1.0),
            haste: (2.4 / mean).min(1.0),
            menu: Menu::new(),
        };
        Self {
            tempos: [tempo(), tempo(), tempo()],
            done: 0,
        }
    }

    /// Lays out a day.
    pub(super) fn fill(
        &mut self,
        day: &mut Day,
        world: &World,
        number: u32,
        health: &Health,
        guests: &[Guest],
    ) {
        let kind = match weekday(world.plan.start, number) {
            Weekday::Sat => 1,
            Weekday::Sun => 2,
            _ => 0,
        };
        let left = f64::from(world.plan.days - number);
        let wanted = world
            .plan
            .visits
            .map(|visits| visits.saturating_sub(self.done) as f64 / left);
        for _ in 0..TRIES {
            day.fill(world, number, health, guests, &self.tempos[kind]);
            if !self.tempos[kind].adjust(
                day.scanned(world) as f64,
                day,
                wanted,
                world.plan.hot_share,
            ) {
                break;
            }
        }
        self.done += day.scanned(world);
    }
}

impl Tempo {
    /// Whether the day missed what was wanted and was worth another try.
    fn adjust(&mut self, scanned: f64, day: &Day, wanted: Option<f64>, hot_share: f64) -> bool {
        let (errands, hot) = (day.errands.max(1) as f64, day.hot as f64);
        let mut missed = false;
        if hot_share > 0.0 && errands > 200.0 {
            let target = hot_share * scanned;
            let better = (self.hot * target / hot.max(1.0)).clamp(0.0, 1.0);
            missed =
                (hot - target).abs() > NEAR * target.max(500.0) && (better - self.hot).abs() > 1e-3;
            self.hot = better;
        }
        if let Some(wanted) =
            wanted.filter(|wanted| (scanned - wanted).abs() > NEAR * wanted.max(200.0))
        {
            let routine = scanned - errands;
            let room = ROUTINE * wanted;
            if routine > room {
                self.attend *= room / routine;
            }
            let factor = (wanted - routine.min(room)).max(0.0) / errands;
            self.errands = (self.errands * factor.clamp(0.2, 4.0)).min(16.0);
            missed = true;
        }
        missed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::{outbreak::Spark, plan::Plan, simulation::Simulation};

    fn run(plan: &Plan) -> (u64, u64) {
        let world = World::build(plan).unwrap();
        let mut simulation = Simulation::new(&world, Spark { seeds: 0, draw: 0 });
        (0..plan.days).fold((0, 0), |(visits, hot), number| {
            let day = simulation.step(number);
            (visits + day.scanned(&world), hot + day.hot)
        })
    }

    #[test]
    fn visits_asked_for_are_met() {
        for wanted in [5_000, 30_000, 100_000, 168_000] {
            let (visits, _) = run(&Plan {
                people: 2_000,
                days: 14,
                visits: Some(wanted),
                ..Plan::default()
            });
            assert!(visits.abs_diff(wanted) < wanted / 50, "{wanted} {visits}");
        }
    }

    #[test]
    fn the_hot_market_gets_its_share() {
        for hot_share in [0.1, 0.5] {
            let plan = Plan {
                people: 4_000,
                days: 7,
                visits: Some(84_000),
                hot_share,
                ..Plan::default()
            };
            let (visits, hot) = run(&plan);
            assert!(
                (hot as f64 / visits as f64 - hot_share).abs() < 0.03,
                "{hot} of {visits}"
            );
        }
    }
}
