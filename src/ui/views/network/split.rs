//! Whether a group may be drawn one by one.

use super::super::super::context::Cx;
use super::super::super::state::State;
use super::picture::Picture;
use crate::i18n::Message;
use crate::model::PersonIx;
use crate::session::Desk;
use crate::session::network::{Common, Who};

/// A larger group is split by its people's sources, as the layout does.
const MOST_SPLIT: usize = 80;

/// Why a group is not split; `None` where it may be.
pub(super) fn refusal(
    cx: Cx<'_>,
    state: &State,
    desk: &Desk,
    picture: &Picture,
    n: usize,
) -> Option<Message> {
    let network = picture.network.as_ref();
    let node = network.nodes.get(n)?;
    let Who::Group(common, rows) = &node.who else {
        return None;
    };
    if let Common::Others(groups) = common {
        return Some(Message::new("net-note-others").with("n", *groups));
    }
    let added = if rows.len() > MOST_SPLIT {
        let source = |row: &u32| desk.list.rows.get(*row as usize).map(|r| r.source);
        let mut sources: Vec<PersonIx> = rows.iter().filter_map(source).collect();
        sources.sort_unstable();
        sources.dedup();
        sources.len()
    } else {
        rows.len()
    };
    if added < 2 {
        return Some(Message::new("net-note-large").with("n", rows.len()));
    }
    let (items, limit) = (network.nodes.len() - 1 + added, state.network.limit);
    if limit > 0 && items > limit {
        let message = Message::new("net-note-limit")
            .with("items", items)
            .with("limit", limit);
        return Some(message);
    }
    // Where small groups are folded already, the people would only be folded with them.
    let folded = network
        .nodes
        .iter()
        .any(|o| o.tier == node.tier && matches!(o.who, Who::Group(Common::Others(_), _)));
    folded.then(|| {
        Message::new("net-note-full")
            .with("tier", cx.tier(Some(node.tier)))
            .with("added", added - 1)
    })
}
