//! `citytools verify` of a site that somebody wrote into.

use std::fmt::Write as _;
use std::fs::{self, File};

use super::{fill, taken_by};
use crate::support::{AS_OF, Region, Result, tried};

/// A site that somebody wrote into is looked at in no more time and memory, whatever its files hold.
#[test]
fn a_site_that_was_tampered_with_has_budgets() -> Result {
    let region = Region::harbourside()?;
    region.run(["build", "--as-of", AS_OF])?.expect(0)?;
    let site = region.out();
    let verify = || taken_by(&region, &["verify", "public"]);
    let usual = verify()?;
    assert_eq!(usual.code, Some(0), "{}", usual.said);
    let of = |text: &'static str, bytes: usize| move || fill(text, bytes).into_bytes();
    type Bytes = Box<dyn Fn() -> Vec<u8>>;
    let attacks: [(&str, &str, Bytes); 14] = [
        ("endless.html", "it has 2147483 kB, more than 500", Box::new(Vec::new)),
        ("assets/endless.css", "it has more than 2 MB, so it was not looked into", Box::new(Vec::new)),
        ("assets/endless.js", "it has more than 2 MB, so it was not looked into", Box::new(Vec::new)),
        ("assets/endless.woff2", "nothing leads to it", Box::new(Vec::new)),
        ("data/endless.json", "nothing leads to it", Box::new(Vec::new)),
        ("data/endless.csv", "nothing leads to it", Box::new(Vec::new)),
        ("endless.svg", "it has more than 4 MB, so it was not looked into", Box::new(Vec::new)),
        ("sitemap.xml", "it has more than 50 MB, so it was not looked into", Box::new(Vec::new)),
        ("_headers", "it has more than 2 MB, so it was not looked into", Box::new(Vec::new)),
        ("open.html", "a link has no words", Box::new(of("<a href=x>", 990_000))),
        ("heard.html", "it has 990 kB, more than 500", Box::new(of("<a href=x>x", 990_000))),
        ("assets/deep.css", "line 1 has brackets too deep to be read", Box::new(of("{", 1 << 20))),
        ("assets/names.js", "nothing leads to it", Box::new(of("\"a.js\",", 1 << 20))),
        ("parts.xml", "it is no XML", Box::new(of("<a/>", 3 << 20))),
    ];
    let (mut wrong, mut worst) = (String::new(), (0, 0.0));
    for (file, due, bytes) in &attacks {
        let path = site.join(file);
        let before = fs::read(&path).ok();
        fs::write(&path, bytes())?;
        if file.contains("endless") || before.is_some() {
            File::options().write(true).open(&path)?.set_len(2 << 30)?;
        }
        let took = verify()?;
        match before {
            Some(before) => fs::write(&path, before)?,
            None => fs::remove_file(&path)?,
        }
        worst = (worst.0.max(took.megabytes), f64::max(worst.1, took.seconds));
        if took.code != Some(1) || !took.said.contains(&format!("public/{file}: {due}")) {
            let _ = writeln!(wrong, "{file}: {:?}: {:.300}", took.code, took.said);
        }
        if took.megabytes > 100.max(usual.megabytes + 44)
            || took.seconds > f64::max(2.0, 20.0 * usual.seconds)
        {
            let _ = writeln!(wrong, "{file}: {} MB, {:.2} s", took.megabytes, took.seconds);
        }
    }
    tried(&format!(
        "budgets: {} hostile files of a site: at most {} MB and {:.2} s; the site as it is {} MB and {:.2} s",
        attacks.len(),
        worst.0,
        worst.1,
        usual.megabytes,
        usual.seconds
    ));
    assert!(wrong.is_empty(), "{wrong}");
    Ok(())
}
