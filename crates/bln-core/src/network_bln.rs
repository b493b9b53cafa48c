//! The configuration of the BME Leadership Network of the NHS Confederation.

mod routes;

use crate::{
    BankHolidays, Channel, ChannelKind, EmailAddress, Invalid, Line, NetworkParts, NetworkProfile,
    OfferWindow, PillarDescription, PillarDescriptions, Prose, RetentionSchedule, TimeZone, Word, Wording,
    WordingPurpose, WordingRef, Wordings, Words,
};

impl NetworkProfile {
    /// The BME Leadership Network (BLN), hosted by the NHS Confederation.
    ///
    /// Names, purpose, aims and channels restate what the network has published. Five things do not come from
    /// it and are for the network to set or to review:
    ///
    /// - **The contact address is a placeholder**, `bln@example.org`, which no mail reaches. Set the real one with
    ///   [`NetworkProfile::with_contact`].
    /// - **The wordings are this library's proposal**: declarations, privacy notice, consents and the limits of
    ///   confidentiality, each in its first version. The network and its data protection officer review them before anybody is asked to agree; a
    ///   change is a new version. The notice leaves out what only the network knows and UK GDPR article 13 wants
    ///   said: who the controller is, the lawful bases, how long details are kept.
    /// - **How long what is kept is this library's proposal**: see [`RetentionSchedule::proposed`].
    /// - **The routes for speaking up have no addresses**: the network adds those of its own. What bodies there are
    ///   changes, so it reviews the list as well.
    /// - What is meant by *system influencing*, *celebration* and *legacy* is our reading of these names.
    ///
    /// ```
    /// let network = bln_core::NetworkProfile::bln()?;
    /// assert_eq!(network.name(), "BME Leadership Network");
    /// assert_eq!(network.host(), Some("NHS Confederation"));
    /// # Ok::<(), bln_core::Invalid>(())
    /// ```
    ///
    /// # Errors
    ///
    /// None in practice: every part is a constant, and the tests of this crate read them all.
    pub fn bln() -> Result<Self, Invalid> {
        Self::from_parts(NetworkParts {
            name: Line::parse("BME Leadership Network")?,
            short_name: Line::parse("BLN")?,
            host: Some(Line::parse("NHS Confederation")?),
            purpose: Prose::parse(PURPOSE)?,
            aims: AIMS.into_iter().map(Prose::parse).collect::<Result<_, _>>()?,
            words: Words {
                member: Word::parse("member", "members")?,
                ally: Word::parse("ally", "allies")?,
                ethnicity: Line::parse("ethnic minority")?,
            },
            pillars: PillarDescriptions {
                directed_action: pillar("Directed action", DIRECTED_ACTION)?,
                system_influencing: pillar("System influencing", SYSTEM_INFLUENCING)?,
                celebration: pillar("Celebration", CELEBRATION)?,
                legacy: pillar("Legacy", LEGACY)?,
            },
            contact: EmailAddress::parse("bln@example.org")?,
            channels: vec![
                channel(ChannelKind::X, "@NHSC_BMELeaders")?,
                channel(ChannelKind::LinkedIn, "BME Leadership Network")?,
            ],
            video: None,
            programme_link: None,
            time_zone: TimeZone::LONDON,
            wordings: wordings()?,
            offer_window: OfferWindow::TWO_DAYS,
            retention: RetentionSchedule::proposed()?,
            bank_holidays: BankHolidays::england_and_wales()?,
            speaking_up: routes::routes()?,
        })
    }
}

const PURPOSE: &str = "A network led by its members. It strengthens the voice of black and minority ethnic leaders in \
    the NHS, and works for lasting change, so that every community gets care of high quality.";

const AIMS: [&str; 4] = [
    "Help members past the strategic and operational barriers they meet.",
    "Improve how equality, diversity and inclusion are understood, and make their benefits known.",
    "Raise the number of black and minority ethnic leaders in the NHS, and keep it up.",
    "Show the solutions that these leaders have found.",
];

const DIRECTED_ACTION: &str = "A safe space for leaders to share experience, insight and evidence of what works, and to \
    support each other as peers, so as to influence the culture of the NHS and the debate about its policy.";
const SYSTEM_INFLUENCING: &str = "Bringing the evidence of members to those who make national policy, to regulators and to NHS organisations.";
const CELEBRATION: &str = "Recognising leaders and their work, and making both known.";
const LEGACY: &str =
    "Developing the leaders who come next, so that what is gained outlasts the people who gained it.";

const MEMBER_DECLARATION: &str = "I work in the NHS or lead in it, at any level and in any role.\n\n\
    I describe my background as black or minority ethnic. I do not have to say more than that, and nobody will check \
    it against other information about me.";

const ALLY_STATEMENT: &str = "I work in the NHS or lead in it, at any level and in any role.\n\n\
    I support the aims of the network and want to join as an ally.\n\n\
    I understand that some events are for members only.";

const PRIVACY_NOTICE: &str = "We use your details to run the network: to answer your application, to tell you about \
    your events, and to keep your place at them.\n\n\
    Being on our list can reveal your ethnicity, so we treat the whole list as sensitive. We do not show you to other \
    people in the network unless you agree to it.\n\n\
    Questions about your ethnic group and your access needs are optional. Your answers are kept apart from your other \
    details. They never decide whether you can join or attend.\n\n\
    You can see, correct or delete your details, leave the network, and change your mind about anything you have \
    agreed to, at any time. Contact the network team to do this.\n\n\
    If you are unhappy with how we use your details, you can complain to the Information Commissioner's Office.";

const BULLETIN_CONSENT: &str = "Email me the network's news bulletin.\n\n\
    You can stop it at any time with the link in every issue.";

const DIRECTORY_CONSENT: &str = "Show my name, job title and organisation to other people in the network.\n\n\
    They will see that you belong to the network, which can reveal your ethnicity. You can change your mind at any \
    time, and we will stop showing you.";

const ETHNICITY_CONSENT: &str = "Use my ethnic group to see whom the network reaches.\n\n\
    We only publish numbers from which nobody can be recognised. Your answer never decides anything about you. You can \
    change your mind at any time, and we will stop using it.";

const ACCESS_CONSENT: &str = "Use what I say about my access needs to plan events I attend.\n\n\
    Only people who arrange the event will see it. You can change your mind at any time, and we will stop using it.";

const TESTIMONIAL_CONSENT: &str = "Publish words of mine that I have approved.\n\n\
    You choose whether we show your name, your role and organisation only, or neither, and where we show your words. \
    A role and an organisation can tell people who you are. People who read your words will see that you belong to the \
    network, which can reveal your ethnicity.\n\n\
    You can change your mind at any time. We will stop showing your words and take them down wherever we put them. We \
    cannot take back copies that others have made.";

const RECOGNITION_CONSENT: &str = "Thank or congratulate me where others can see it.\n\n\
    You choose whether we show your name, your role and organisation only, or neither. People who read it will see that \
    you belong to the network, which can reveal your ethnicity. You can change your mind at any time, and we will stop \
    showing it.";

const SAFE_SPACE_LIMITS: &str = "What is said here stays here. There is one limit.\n\n\
    If we think that you or somebody else is at risk of serious harm, we may have to tell someone who can help. We will \
    talk to you first if we can, and we will only share what is needed.\n\n\
    You do not have to use your own name, show your face or speak. Nobody records.\n\n\
    If you want to raise a concern at work, we can show you who to talk to. What you tell them is up to you, and nobody \
    will raise it for you.";

fn wordings() -> Result<Wordings, Invalid> {
    let first = [
        ("member-declaration@1", WordingPurpose::MemberDeclaration, MEMBER_DECLARATION),
        ("ally-statement@1", WordingPurpose::AllyStatement, ALLY_STATEMENT),
        ("privacy-notice@1", WordingPurpose::PrivacyNotice, PRIVACY_NOTICE),
        ("bulletin-consent@1", WordingPurpose::BulletinConsent, BULLETIN_CONSENT),
        ("directory-consent@1", WordingPurpose::DirectoryConsent, DIRECTORY_CONSENT),
        ("ethnicity-monitoring-consent@1", WordingPurpose::EthnicityMonitoringConsent, ETHNICITY_CONSENT),
        ("access-needs-consent@1", WordingPurpose::AccessNeedsConsent, ACCESS_CONSENT),
        ("testimonial-consent@1", WordingPurpose::TestimonialConsent, TESTIMONIAL_CONSENT),
        ("recognition-consent@1", WordingPurpose::RecognitionConsent, RECOGNITION_CONSENT),
        ("safe-space-limits@1", WordingPurpose::SafeSpaceLimits, SAFE_SPACE_LIMITS),
    ];
    let wording = |(reference, purpose, text)| {
        Ok(Wording {
            reference: WordingRef::parse(reference)?,
            purpose,
            text: Prose::parse(text)?,
            in_force_from: None,
        })
    };
    Wordings::new(first.into_iter().map(wording).collect::<Result<Vec<_>, Invalid>>()?)
}

fn pillar(title: &str, text: &str) -> Result<PillarDescription, Invalid> {
    Ok(PillarDescription { title: Line::parse(title)?, text: Prose::parse(text)? })
}

fn channel(kind: ChannelKind, handle: &str) -> Result<Channel, Invalid> {
    Ok(Channel { kind, handle: Line::parse(handle)?, link: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_network_is_complete() {
        let network = NetworkProfile::bln().unwrap();
        assert_eq!(network.aims().count(), AIMS.len());
        assert_eq!(network.channels().len(), 2);
        assert_eq!(network.time_zone(), TimeZone::LONDON);
        assert_eq!(NetworkProfile::from_parts(network.clone().into_parts()), Ok(network));
    }

    #[test]
    fn the_contact_is_a_placeholder_until_it_is_set() {
        let network = NetworkProfile::bln().unwrap();
        // A domain kept for examples (RFC 2606): a forgotten setting writes to nobody.
        assert_eq!(network.contact().domain(), "example.org");
        let own = EmailAddress::parse("team@example.com").unwrap();
        assert_eq!(network.with_contact(own.clone()).contact(), &own);
    }

    #[test]
    fn each_wording_is_shown_from_the_beginning_under_the_name_of_its_purpose() {
        let network = NetworkProfile::bln().unwrap();
        for wording in network.wordings().iter() {
            let name = wording.reference.name();
            assert_eq!(name.as_str().replace('-', "_"), wording.purpose.name());
            assert_eq!(network.wordings().current(name, chrono::NaiveDate::MIN), Some(wording));
        }
        assert_eq!(network.wordings().iter().count(), 10);
    }

    #[test]
    fn what_people_read_is_in_the_style_of_the_service_manual() {
        let network = NetworkProfile::bln().unwrap();
        for wording in network.wordings().iter() {
            let text = wording.text.as_str().to_lowercase();
            for word in ["please", "invalid", "bame", "e-mail", "must"] {
                assert!(!text.contains(word), "{}: {word}", wording.reference);
            }
            assert!(text.ends_with('.') && !text.contains("  "), "{}", wording.reference);
        }
    }
}
