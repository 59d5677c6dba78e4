//! The system's dialogs for files: asked on the window's thread, answered later.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use crate::session::Waker;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Files to read.
    Files {
        /// The dialog's title.
        title: String,
    },
    /// A folder to read.
    Folder {
        /// The dialog's title.
        title: String,
    },
    /// A file to write.
    Save {
        /// The dialog's title.
        title: String,
        /// The name proposed.
        name: String,
    },
}

/// The paths chosen; none where the user thought better of it.
pub type Answer = Vec<PathBuf>;

/// Asks for files: the system's dialogs, or a test's.
pub trait Dialogs {
    /// Asks; the answer comes through the receiver, and `wake` is called then.
    fn ask(&self, question: Question, wake: Waker) -> Receiver<Answer>;
}

/// The system's dialogs.
#[derive(Debug, Default)]
pub struct System;

impl Dialogs for System {
    fn ask(&self, question: Question, wake: Waker) -> Receiver<Answer> {
        const TABLES: [&str; 16] = [
            "csv", "tsv", "txt", "parquet", "xlsx", "xls", "ods", "json", "ndjson", "zip", "gz",
            "sqlite", "db", "tab", "xlsm", "truyvet",
        ];
        let (sender, answers) = channel();
        let dialog = rfd::AsyncFileDialog::new();
        // Dialogs are made on the window's thread, which some systems want, and waited for on another.
        let asked: std::pin::Pin<Box<dyn Future<Output = Answer> + Send>> = match question {
            Question::Files { title } => {
                let picked = dialog
                    .set_title(title)
                    .add_filter("TruyVet, CSV, XLSX, Parquet", &TABLES)
                    .add_filter("*", &["*"])
                    .pick_files();
                Box::pin(async move {
                    let files = picked.await.unwrap_or_default();
                    files.iter().map(|f| f.path().to_path_buf()).collect()
                })
            }
            Question::Folder { title } => {
                let picked = dialog.set_title(title).pick_folder();
                Box::pin(async move {
                    let folder = picked.await;
                    folder.iter().map(|f| f.path().to_path_buf()).collect()
                })
            }
            Question::Save { title, name } => {
                let picked = dialog.set_title(title).set_file_name(name).save_file();
                Box::pin(async move {
                    let file = picked.await;
                    file.iter().map(|f| f.path().to_path_buf()).collect()
                })
            }
        };
        let spawned = std::thread::Builder::new()
            .name("file dialog".into())
            .spawn(move || {
                // Nobody listens any more where the window was closed.
                let _ = sender.send(pollster::block_on(asked));
                wake();
            });
        if spawned.is_err() {
            return channel().1;
        }
        answers
    }
}
