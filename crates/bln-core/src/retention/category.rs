//! What has a period of its own.

/// A kind of record that is kept for a time of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Category {
    /// Applications that were declined or taken back, by people who never belonged.
    ApplicationNotTakenUp,
    /// People who left.
    LeftMember,
    /// What people said about their access needs.
    AccessNeeds,
    /// Who came to which safe space.
    SafeSpaceAttendance,
    /// What was written in a safe space, and the themes that have not left it.
    SafeSpaceMessages,
    /// What was answered to a request, so that asking again does nothing twice.
    Receipts,
    /// Letters that wait to be sent.
    Notices,
    /// Links in letters that do something when they are opened.
    Links,
    /// Requests to have a right met, and what became of them.
    RightsRequests,
    /// Keyed hashes of addresses whose owners said no.
    Suppressions,
    /// People's own words that may not be shown any more, and are shown nowhere.
    Testimonials,
}

impl Category {
    /// Every category.
    pub const ALL: [Category; 11] = [
        Category::ApplicationNotTakenUp,
        Category::LeftMember,
        Category::AccessNeeds,
        Category::SafeSpaceAttendance,
        Category::SafeSpaceMessages,
        Category::Receipts,
        Category::Notices,
        Category::Links,
        Category::RightsRequests,
        Category::Suppressions,
        Category::Testimonials,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Category::ApplicationNotTakenUp => "application_not_taken_up",
            Category::LeftMember => "left_member",
            Category::AccessNeeds => "access_needs",
            Category::SafeSpaceAttendance => "safe_space_attendance",
            Category::SafeSpaceMessages => "safe_space_messages",
            Category::Receipts => "receipts",
            Category::Notices => "notices",
            Category::Links => "links",
            Category::RightsRequests => "rights_requests",
            Category::Suppressions => "suppressions",
            Category::Testimonials => "testimonials",
        }
    }

    /// What is kept, in a few words for people.
    pub const fn kept(self) -> &'static str {
        match self {
            Category::ApplicationNotTakenUp => "applications that were declined or taken back",
            Category::LeftMember => "details of people who left",
            Category::AccessNeeds => "what people said about their access needs",
            Category::SafeSpaceAttendance => "who came to a safe space",
            Category::SafeSpaceMessages => "messages and notes of a safe space",
            Category::Receipts => "answers to requests, so that none is done twice",
            Category::Notices => "letters that wait to be sent",
            Category::Links => "links in letters",
            Category::RightsRequests => "requests about data-protection rights",
            Category::Suppressions => "keyed hashes of addresses whose owners said no",
            Category::Testimonials => {
                "people's words that were taken back or have run out, and are shown nowhere"
            }
        }
    }
}
