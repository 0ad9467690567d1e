//! Documents say what is so: the example server says what the site's own headers say, and every link leads somewhere.

use std::collections::BTreeMap;
use std::fs;

use citytools::exports::headers::Headers;
use regex::Regex;
use walkdir::WalkDir;

use crate::support::{Result, Site, harbourside, here, london};

/// An nginx server's headers: each with its value, or with the cases of a variable by a pattern of the path.
struct Server {
    headers: BTreeMap<String, String>,
    maps: BTreeMap<String, Vec<(String, String)>>,
}

impl Server {
    fn read(text: &str) -> Result<Self> {
        let map = Regex::new(r#"(?s)map \$uri (\$\w+) \{(.*?)\n\}"#)?;
        let case = Regex::new(r#"(?m)^\s+(?:"~([^"]*)"|(default)) "([^"]*)";$"#)?;
        let header = Regex::new(r#"(?m)^\s+add_header (\S+) (?:"([^"]*)"|(\$\w+)) always;$"#)?;
        let cases = |body: &str| -> Vec<(String, String)> {
            let found = case.captures_iter(body);
            found
                .map(|one| (one.get(1).map_or("", |own| own.as_str()).to_owned(), one[3].to_owned()))
                .collect()
        };
        let maps = map.captures_iter(text).map(|one| (one[1].to_owned(), cases(&one[2]))).collect();
        let value = |one: &regex::Captures| one.get(2).or(one.get(3)).map(|own| own.as_str().to_owned());
        let headers: BTreeMap<String, String> =
            header.captures_iter(text).filter_map(|one| Some((one[1].to_owned(), value(&one)?))).collect();
        assert_eq!(headers.len(), text.matches("add_header ").count(), "each header is understood");
        Ok(Self { headers, maps })
    }

    /// What it says of a path, as nginx chooses: the first pattern that fits, else the default.
    fn at(&self, path: &str) -> Result<BTreeMap<&str, &str>> {
        let mut said = BTreeMap::new();
        for (name, value) in &self.headers {
            let mut chosen = value.as_str();
            if let Some(cases) = self.maps.get(value) {
                let mut own = None;
                for (pattern, value) in cases.iter().filter(|(pattern, _)| !pattern.is_empty()) {
                    if own.is_none() && Regex::new(pattern)?.is_match(path) {
                        own = Some(value);
                    }
                }
                let default = || cases.iter().find(|(pattern, _)| pattern.is_empty()).map(|(_, value)| value);
                chosen = own.or_else(default).ok_or("a default")?;
            }
            said.insert(name.as_str(), chosen);
        }
        Ok(said)
    }
}

/// The address of a file, as a reader asks for it.
fn asked(path: &str) -> String {
    format!(
        "/{}",
        path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path)
    )
}

#[test]
fn the_example_server_says_what_the_site_says() -> Result {
    let server = Server::read(&fs::read_to_string(here("docs/hosting/nginx.conf"))?)?;
    assert_eq!(server.maps.len(), 2);
    let check = |site: &Site| -> Result<usize> {
        let headers = Headers::read(std::str::from_utf8(&site.files["_headers"])?);
        for path in site.files.keys().filter(|path| !path.starts_with(['.', '_'])) {
            let path = asked(path);
            let said = server.at(&path)?;
            for (name, due) in headers.at(&path) {
                // Hosts join what several rules say; of policies the last one is within the first.
                let due = if name == "Content-Security-Policy" {
                    due.rsplit(", ").next().unwrap_or(&due)
                } else {
                    &due
                };
                assert_eq!(said.get(name), Some(&due), "{path}: {name}");
            }
            let due = headers.at(&path).len();
            let is_kept = headers.at(&path).iter().any(|(name, _)| *name == "Cache-Control");
            assert_eq!(said.len(), due + usize::from(!is_kept), "{path}: nothing but that");
            assert!(is_kept || said["Cache-Control"] == "no-cache", "{path}");
        }
        Ok(site.files.len())
    };
    assert!(check(harbourside())? > 500 && check(london())? > 3000);
    Ok(())
}

#[test]
fn every_ending_of_a_file_has_a_type_there() -> Result {
    let text = fs::read_to_string(here("docs/hosting/nginx.conf"))?;
    let types = text.split("types {").nth(1).and_then(|rest| rest.split('}').next()).ok_or("no types")?;
    for path in london().files.keys().filter(|path| !path.starts_with(['.', '_'])) {
        let ending = path.rsplit('.').next().unwrap_or_default();
        assert!(types.contains(&format!(" {ending};")), "{path}");
    }
    Ok(())
}

/// The documents of this repository.
fn documents() -> Result<Vec<(String, String)>> {
    let mut documents = Vec::new();
    let tops = [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs",
        "examples",
        "tests/README.md",
        "benches/README.md",
    ];
    for top in tops {
        for entry in WalkDir::new(here(top)).sort_by_file_name() {
            let path = entry?.into_path();
            // What stands within a region is text of its site.
            let is_content = path.starts_with(here("examples/harbourside")) && !path.ends_with("README.md");
            if path.extension().is_some_and(|own| own == "md") && !is_content {
                let name = path.strip_prefix(here(""))?.display().to_string();
                documents.push((name, fs::read_to_string(&path)?));
            }
        }
    }
    Ok(documents)
}

/// The anchors that headings get where the documents are read.
fn anchors(text: &str) -> Vec<String> {
    let headings =
        text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let kept = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    headings
        .map(|own| own.to_lowercase().chars().filter(|c| kept(*c)).collect::<String>().replace(' ', "-"))
        .collect()
}

#[test]
fn every_link_of_a_document_leads_somewhere() -> Result {
    let link = Regex::new(r"\]\(([^)\s]+)\)")?;
    let mut count = 0;
    for (name, text) in documents()? {
        for found in link.captures_iter(&text) {
            let href = &found[1];
            if href.contains("://") || href.starts_with("mailto:") {
                continue;
            }
            let (path, id) = href.split_once('#').unwrap_or((href, ""));
            let file = here(&name);
            let to = if path.is_empty() { file } else { file.parent().ok_or("a folder")?.join(path) };
            assert!(to.exists(), "{name} leads to {href}");
            if !id.is_empty() {
                assert!(
                    anchors(&fs::read_to_string(&to)?).iter().any(|own| own == id),
                    "{name} leads to {href}"
                );
            }
            count += 1;
        }
    }
    assert!(count > 20, "{count} links");
    Ok(())
}
