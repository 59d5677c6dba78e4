//! What both doors say of a chain: the source rows of an overlap, and the nearest miss, worded by each in its way.

use crate::contact::{NO_SPOT, Piece};
use crate::i18n::Message;
use crate::investigation::Run;
use crate::model::time::{Seconds, Span};
use crate::model::{Params, PersonIx, PlaceIx, RowIx};
use crate::trace::why::{Lack, Miss};

/// How a door calls people and places and writes times.
pub trait Wording {
    /// A person.
    fn person(&self, person: PersonIx) -> String;
    /// A place.
    fn place(&self, place: PlaceIx) -> String;
    /// An interval.
    fn span(&self, span: Span) -> String;
    /// A length of time.
    fn length(&self, seconds: Seconds) -> String;
}

/// Why a person is on no nearer tier.
#[must_use]
pub fn miss(miss: &Miss, person: PersonIx, params: &Params, words: &dyn Wording) -> Message {
    let (kind, overlap, by) = match &miss.lack {
        Lack::Minutes { had } => ("minutes", None, *had),
        Lack::Quarantine { overlap } => ("quarantine", Some(*overlap), 0),
        Lack::TooEarly { overlap, by } => ("too-early", Some(*overlap), *by),
        Lack::TooLate { overlap, by } => ("too-late", Some(*overlap), *by),
        Lack::Apart { gap: 0, .. } => ("touch", None, 0),
        Lack::Apart { gap, .. } => ("apart", None, *gap),
    };
    let mut message = Message::new(format!("miss-{kind}"))
        .with("person", words.person(person))
        .with("source", words.person(miss.source))
        .with("tier", format!("F{}", miss.tier))
        .with("by", words.length(by))
        .with("threshold", params.min_minutes);
    if let Some(overlap) = overlap {
        message = message.with("span", words.span(overlap));
    }
    if let Lack::Apart { place, .. } = miss.lack {
        message = message.with("place", words.place(place));
    }
    message
}

/// The source rows of an overlap of `source` with another, those of the source first.
#[must_use]
pub fn rows_of(run: &Run, source: PersonIx, piece: &Piece) -> Vec<RowIx> {
    let mut rows: Vec<RowIx> = Vec::new();
    if piece.spot == NO_SPOT {
        rows.push(run.presence.encounter(piece.mine).row);
    } else if piece.theirs != u32::MAX {
        for visit in [piece.mine, piece.theirs].map(|v| run.presence.visit(v)) {
            rows.extend([visit.row, visit.out_row]);
        }
    } else {
        let household = &run.records.households[piece.mine as usize];
        let of = |person: PersonIx| household.members.iter().position(|&m| m == person);
        let both = [source, piece.other].into_iter().filter_map(of);
        rows.extend(both.filter_map(|i| household.rows.get(i)).copied());
    }
    rows.dedup();
    rows
}
