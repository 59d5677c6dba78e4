//! `TruyVet` traces contacts: it turns declarations, QR scans and check-ins into a contact list one can defend.
//!
//! # The house
//!
//! A room imports only from lower floors; `tests/architecture.rs` reads the imports and fails when one reaches up.
//!
//! | floor | room | what lives there |
//! | --- | --- | --- |
//! | 11 | [`cli`], `ui` | the two doors, which do not know each other. `cli`: one file a subcommand. `ui` (feature `gui`): the window, the only room that may know egui |
//! | 10 | [`session`] | the open investigation without a window: decisions with undo, background work, what is shown of a run, what was revealed, what is sent |
//! | 9 | [`report`], [`store`] | what leaves the house: contact list, evidence, links, cases, held rows, the run's record; one form a file, staged and renamed at once. And what stays: the investigation file, encrypted, with decisions, users, outbox and its log; one transaction a change |
//! | 8 | [`notify`] | whom a notice is for, what it may say, how far a message is, and the transports, one a file |
//! | 7 | [`investigation`] | [`investigation::derive()`]: the whole pipeline on one page |
//! | 6 | [`synth`] | synthetic outbreaks with known truth, in the formats of the real sources |
//! | 5 | [`trace`] | forward tracing, probable links, why and nearest miss, score: one algorithm a file |
//! | 4 | [`graph`] | the edges of the temporal contact graph, judged when asked for and never all held |
//! | 3 | [`contact`] | stays settled into visits, the presence index, co-presence, the exposure threshold |
//! | 2 | [`registry`] | who is who: keys joined to people and places, exact ones first, in any order of rows |
//! | 1 | [`ingest`] | containers, profiles, QR payloads, times: source file → records; the ledger of every row |
//! | 0 | [`model`], [`i18n`], [`job`], [`geo`] | ids, time, places, people, visits, cases, parameters, masking; texts in two languages; progress and cancel; the basemap |
//!
//! # How a row travels
//!
//! A file is unpacked to the tables in it: archive, workbook, database or text of any encoding, within bounds
//! (`ingest/unpack.rs`). A profile (data in `assets/profiles`, or a mapping of the user's) recognises a table's header;
//! each row, corrections in place of what they correct (`ingest/patch.rs`), becomes records or is held with a reason
//! ([`ingest::read`]); a file that nothing knows is looked over first ([`ingest::survey`]). Keys become people and places, numbered so that indices sort as ids do
//! ([`registry::link`]). Stays are settled into visits and indexed ([`contact::settle()`], [`contact::Presence`]).
//! Level by level those who may have passed it on make a small index ([`contact::Sources`]); whoever was at their places
//! in their time is held against it, the overlaps judged pair by pair and added up to a row of the contact list
//! ([`trace::forward`]). What qualifies is the evidence, the edges of the contact graph ([`graph::Evidence`]): a hot
//! place has more than memory holds, so they are judged anew for whom they are asked, and stream where all are wanted.
//! [`report::write_run`] writes it down.
//!
//! Files of visits by one id are read chunk by chunk on all cores; what a visit takes of memory at each step stands in
//! the docs of [`contact`].
//!
//! # How an investigation is kept
//!
//! What nobody saved has a [`store::Store`] in memory, what was saved one in its file: the files as they were imported, and the
//! joined records in columns, from which it opens fast. A decision is written by the keeper's thread (`session/keeper.rs`) as
//! it is made; a masked field is shown once that is on record. A run is derived from the file alone.
//!
//! # How a message leaves
//!
//! [`notify::Selection`] finds whom a run's notice is for and what becomes of each; [`notify::words`] looks its text over
//! against the names of the run. [`store::outbox`] holds batches and messages: drafted, approved by another, claimed,
//! settled. `session/post/push.rs` claims some, hands them to a [`notify::transport::Transport`] on several connections and
//! settles what came of it; `listen.rs` hears receipts and look-ups. A message's state only goes on
//! ([`notify::State::after`]); what is claimed when the program ends is unknown from then on.
//!
//! # How a frame comes about
//!
//! The window owns a [`session::Session`]. Each frame `session.tick()` adopts what background work has finished, the
//! views read and paint, and what the user does goes as a command into a queue that is worked off last. Every
//! result (run, window, list, dossier, network) stays on screen until its successor is there; the window's thread
//! never reads, derives, lays out or writes. Both doors derive by [`session::open_and_derive`].
//!
//! # Where a new line goes
//!
//! - A container: a form in `ingest/table`, and where `ingest/unpack.rs` tells it from others.
//! - A source's new column name: its file in `assets/profiles`. A new source: one more file there and its line in
//!   `ingest/profile.rs`. A new kind of record: a role in `ingest/role.rs` and a file in `ingest/rows`.
//! - A rule of tracing: a parameter in `model/params.rs` and `assets/presets.toml`, then where it bites in `contact`
//!   or `trace`, then the oracle in `tests/pipeline/oracle.rs`, which is written from the rule and not from the code.
//! - A reason why a row is held: `ingest/reason.rs` and its words in `assets/i18n`. A sentence for a user: there too,
//!   in both languages; code only names its key.
//! - Something to keep in the investigation file: a step in `store/schema.rs`, and a file in `store`. Something to put on
//!   record: an [`store::Action`] and its words.
//! - A way out for messages: a file in `notify/transport` behind its trait. A kind of notice: `notify/notice.rs`, its texts in
//!   `assets/notices.toml`, and whom it is for in `notify/recipients.rs`.
//! - An output: a file in `report`. A subcommand: a file in `cli`.
//! - Something to decide and undo: a field of [`session::Workspace`] and a [`session::Command`]. A view: a file in
//!   `ui/views`; colours, sizes and fonts stand in `ui/theme` alone.
//!
//! # Laws
//!
//! - Same inputs, same bytes, whatever the threads: nothing iterates over a hash map, ties go to the lowest id.
//! - read = accepted + warned + merged + held, by construction: a row has one fate in the [`ingest::Ledger`].
//! - No personal data in errors beyond file, row and field name.
//! - Bad rows are data (held), not errors; each room has one error enum with named fields.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::print_stdout
    )
)]

pub mod cli;
pub mod contact;
pub mod geo;
pub mod graph;
pub mod i18n;
pub mod ingest;
pub mod investigation;
pub mod job;
pub mod model;
pub mod notify;
pub mod registry;
pub mod report;
pub mod session;
pub mod store;
pub mod synth;
pub mod trace;
#[cfg(feature = "gui")]
pub mod ui;
