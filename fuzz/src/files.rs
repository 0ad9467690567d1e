//! Any text as a file of a built site that is no page: its first line is a name, and by that name it is a site map, a feed,
//! a calendar, a table, JSON, a style sheet, a script, `_headers` or `robots.txt`. What is said of it is said again, JSON and
//! drawings are right where others read them, and of a site map nothing is left out.

use citytools::publish::verify::{addresses_of_map, faults_of_file};
use serde_json::Value;

use super::within;

pub fn read(input: &[u8]) {
    let (name, bytes) = within::first_line(input);
    let faults = faults_of_file(name, bytes);
    assert_eq!(faults, faults_of_file(name, bytes));
    assert!(faults.iter().all(|fault| !fault.is_empty()));
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| name.ends_with(".json")) {
        // One that is too deep for values is told as a fault. A number may be larger than any value: that is JSON, too.
        let is_read = match serde_json::from_str::<Value>(text) {
            Ok(_) => true,
            Err(error) => error.to_string().contains("number out of range"),
        };
        assert!(!faults.is_empty() || is_read, "{text}");
    }
    map(within::text(bytes));
}

/// What a map lists is found again in a map of it.
fn map(text: &str) {
    let Some(listed) = addresses_of_map(text) else { return };
    if !text.contains(['&', '\r']) && !text.contains("<!") {
        assert!(listed.iter().all(|address| text.contains(address.as_str())), "{text}: {listed:?}");
    }
    let mut again = String::from("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
    for address in &listed {
        let address = address.replace('&', "&amp;").replace('<', "&lt;").replace('\r', "&#13;");
        again.extend(["<url><loc>", &address.replace("]]>", "]]&gt;"), "</loc></url>"]);
    }
    again.push_str("</urlset>");
    assert_eq!(addresses_of_map(&again), Some(listed), "{text}");
}
