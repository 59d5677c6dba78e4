//! Who may do what with an investigation.

/// What a user of a file is there for. The file's key is the same for all of them: the program holds the roles apart,
/// and the audit says who did what; whoever takes the key out of the program's memory is beyond them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Looks at results, everything masked.
    Viewer,
    /// Works the list: names shown, numbers revealed one by one.
    Tracer,
    /// Also approves what leaves the house, and manages users, retention and settings.
    Approver,
    /// Reads and checks the log, everything else masked.
    Auditor,
}

/// What a role may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Power {
    /// See names.
    Names,
    /// Have a masked field shown, search for somebody by a full number.
    Reveal,
    /// Bring files in, put rows right, change parameters.
    Work,
    /// Write lists, masked or for those who call.
    Export,
    /// Make a copy of the file.
    Backup,
    /// Write the log.
    ExportLog,
    /// Manage users, retention and settings; approve.
    Manage,
}

impl Role {
    /// All.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Tracer, Self::Approver, Self::Auditor];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Tracer => "tracer",
            Self::Approver => "approver",
            Self::Auditor => "auditor",
        }
    }

    /// The role of a key.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.key() == key)
    }

    /// Whether the role goes so far in a file that is open like this: for reading only, nothing that has to be put on record.
    #[must_use]
    pub const fn may_in(self, power: Power, read_only: bool) -> bool {
        self.may(power) && (matches!(power, Power::Names) || !read_only)
    }

    /// Whether the role goes so far.
    #[must_use]
    pub const fn may(self, power: Power) -> bool {
        match self {
            Self::Approver => true,
            Self::Tracer => !matches!(power, Power::Manage | Power::ExportLog),
            Self::Auditor => matches!(power, Power::ExportLog | Power::Backup),
            Self::Viewer => false,
        }
    }
}
