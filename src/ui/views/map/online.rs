//! Tiles from the network: off at first, and never needed.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::Context;
use walkers::sources::{Attribution, OpenStreetMap};
use walkers::{HeaderValue, HttpOptions, HttpTiles, Stats, TileId, TilePiece, Tiles};

/// Seconds after which nothing will come.
const PATIENCE: f64 = 8.0;

enum Fetch {
    Starting(Receiver<HttpTiles>),
    Ready(Box<HttpTiles>),
    Failed,
}

/// How the tiles are doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weather {
    /// None has come yet.
    Waiting,
    /// Some have come.
    Here,
    /// None came in time.
    Nothing,
}

/// Tiles that are being fetched.
pub(super) struct Online {
    fetch: Fetch,
    since: f64,
    came: bool,
}

impl Online {
    /// Starts fetching. The client is made on another thread: it reads the machine's certificates, and may fail.
    pub fn start(ctx: &Context, now: f64) -> Self {
        let (send, receive) = channel();
        let ctx = ctx.clone();
        let started = std::thread::Builder::new()
            .name("tiles".into())
            .spawn(move || {
                let agent = concat!("truyvet/", env!("CARGO_PKG_VERSION"));
                let options = HttpOptions {
                    user_agent: Some(HeaderValue::from_static(agent)),
                    ..HttpOptions::default()
                };
                let tiles = HttpTiles::with_options(OpenStreetMap, options, ctx.clone());
                // Switched off again in the meantime.
                let _ = send.send(tiles);
                ctx.request_repaint();
            });
        Self {
            fetch: match started {
                Ok(_) => Fetch::Starting(receive),
                Err(_) => Fetch::Failed,
            },
            since: now,
            came: false,
        }
    }

    /// The tiles to draw.
    pub fn tiles(&mut self) -> Option<Counted<'_>> {
        if let Fetch::Starting(receive) = &self.fetch {
            match receive.try_recv() {
                Ok(tiles) => self.fetch = Fetch::Ready(Box::new(tiles)),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => self.fetch = Fetch::Failed,
            }
        }
        match &mut self.fetch {
            Fetch::Ready(tiles) => Some(Counted {
                tiles,
                came: &mut self.came,
            }),
            Fetch::Starting(_) | Fetch::Failed => None,
        }
    }

    pub fn weather(&self, now: f64) -> Weather {
        match (&self.fetch, self.came) {
            (_, true) => Weather::Here,
            (Fetch::Failed, false) => Weather::Nothing,
            (_, false) if now - self.since > PATIENCE => Weather::Nothing,
            (_, false) => Weather::Waiting,
        }
    }
}

impl Drop for Online {
    fn drop(&mut self) {
        // Ending its downloads may wait for the network.
        let fetch = std::mem::replace(&mut self.fetch, Fetch::Failed);
        let _ = std::thread::Builder::new()
            .name("tiles end".into())
            .spawn(move || drop(fetch));
    }
}

/// Tiles that tell whether any came.
pub(super) struct Counted<'t> {
    tiles: &'t mut HttpTiles,
    came: &'t mut bool,
}

impl Tiles for Counted<'_> {
    fn at(&mut self, tile_id: TileId) -> Option<TilePiece> {
        let piece = self.tiles.at(tile_id);
        *self.came |= piece.is_some();
        piece
    }

    fn attribution(&self) -> Attribution {
        self.tiles.attribution()
    }

    fn tile_size(&self) -> u32 {
        self.tiles.tile_size()
    }

    fn stats(&self) -> Stats {
        self.tiles.stats()
    }
}
