//! Resources as an Atom feed (RFC 4287).

use std::io;

use bln_core::{Id, NetworkProfile, Resource, ResourceDetails};
use chrono::NaiveDate;
use quick_xml::{Writer, events::BytesText};
use uuid::Uuid;

/// What identifiers of feeds are made of: a namespace of their own (RFC 9562 section 5.5), so that a feed has the same one
/// wherever it is served.
const FEEDS: Uuid = Uuid::from_u128(0x6f1c_95a4_5b0e_5d0a_9d5e_0c8f_6a3b_27d1);

/// The feed. Its dates are the first day that a day of publication can be: of some the year alone is known.
///
/// # Errors
///
/// None: text can always be written to. The type is that of the writer.
pub(super) fn feed(
    network: &NetworkProfile,
    resources: &[(Id<Resource>, ResourceDetails)],
) -> io::Result<String> {
    let newest = resources.iter().map(|(_, details)| details.published.first_day()).max().unwrap_or_default();
    let id = Uuid::new_v5(&FEEDS, network.name().as_bytes());
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let feed = writer.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    feed.write_inner_content(|writer| {
        text(writer, "id", &id.urn().to_string())?;
        text(writer, "title", &format!("Resources of the {}", network.name()))?;
        text(writer, "updated", &midnight(newest))?;
        resources.iter().try_for_each(|(id, details)| entry(writer, *id, details))
    })?;
    String::from_utf8(writer.into_inner()).map_err(io::Error::other)
}

fn entry(writer: &mut Writer<Vec<u8>>, id: Id<Resource>, details: &ResourceDetails) -> io::Result<()> {
    let entry = writer.create_element("entry");
    entry.write_inner_content(|writer| {
        let published = midnight(details.published.first_day());
        text(writer, "id", &id.uuid().urn().to_string())?;
        text(writer, "title", details.title.as_str())?;
        text(writer, "updated", &published)?;
        text(writer, "published", &published)?;
        writer.create_element("link").with_attribute(("href", details.link.as_str())).write_empty()?;
        writer
            .create_element("author")
            .write_inner_content(|writer| text(writer, "name", details.publisher.as_str()))?;
        for pillar in details.pillars.iter() {
            writer.create_element("category").with_attribute(("term", pillar.name())).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, content: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(content)).map(drop)
}

fn midnight(day: NaiveDate) -> String {
    day.format("%Y-%m-%dT00:00:00Z").to_string()
}
