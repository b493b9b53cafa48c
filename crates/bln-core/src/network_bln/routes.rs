//! Where the people of the network can take a concern.

use crate::{Invalid, Line, Prose, RouteKind, SpeakingUpRoute};

/// The routes there are in general, without any address: which those are depends on where somebody works.
pub(super) fn routes() -> Result<Vec<SpeakingUpRoute>, Invalid> {
    ROUTES.into_iter().map(route).collect()
}

const ROUTES: [(RouteKind, &str, &str); 8] = [
    (
        RouteKind::LineManager,
        "Your line manager",
        "For most concerns, the first person to talk to. If it is about them, choose somebody else.",
    ),
    (
        RouteKind::FreedomToSpeakUpGuardian,
        "Freedom to Speak Up guardian",
        "Each NHS organisation has one. They listen, help you to be heard and tell you what came of it. Look for their \
         name on your organisation's pages. Social care employers may not have one.",
    ),
    (RouteKind::HumanResources, "Human resources", "For how you are treated as an employee."),
    (RouteKind::TradeUnion, "Trade union representative", "For advice and company if you are a member."),
    (RouteKind::OccupationalHealth, "Occupational health", "For what work does to your health."),
    (
        RouteKind::PrescribedPerson,
        "A prescribed person",
        "A body outside your organisation that the law names, such as the Care Quality Commission.",
    ),
    (
        RouteKind::SpeakUpDirect,
        "Speak Up Direct",
        "For advice before you decide, from outside your organisation.",
    ),
    (RouteKind::Police, "Police", "For a crime. If somebody is in danger now, call 999."),
];

fn route((kind, name, note): (RouteKind, &str, &str)) -> Result<SpeakingUpRoute, Invalid> {
    let (name, note) = (Line::parse(name)?, Some(Prose::parse(note)?));
    Ok(SpeakingUpRoute { kind, name, contact: None, link: None, note })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_route_has_an_address_that_nobody_gave() {
        let routes = routes().unwrap();
        assert_eq!(routes.len(), ROUTES.len());
        for route in &routes {
            assert_eq!((&route.contact, &route.link), (&None, &None), "{}", route.kind.name());
        }
    }

    #[test]
    fn what_people_read_is_in_the_style_of_the_service_manual() {
        for (_, name, note) in ROUTES {
            let text = format!("{name}. {note}").to_lowercase();
            for word in ["please", "invalid", "e-mail", "must"] {
                assert!(!text.contains(word), "{name}: {word}");
            }
            assert!(text.ends_with('.') && !text.contains("  "), "{name}");
        }
    }
}
