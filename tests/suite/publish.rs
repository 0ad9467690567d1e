//! What a second build does with the files of the first.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};

use crate::support::{Region, Result};

#[test]
fn a_file_that_is_the_same_is_kept_and_one_that_is_not_is_written_anew() -> Result {
    let region = Region::harbourside()?;
    region.site()?;
    let file = |path: &str| fs::symlink_metadata(region.out().join(path));
    let number = |path: &str| file(path).map(|found| (found.is_file(), found.ino()));
    let changed = "towns/northpoint/index.html";
    let style = region.site()?.files.keys().find(|path| path.ends_with(".css")).ok_or("a style")?.clone();
    let before = (number(&style)?, number(changed)?);
    // A link in the old site leads to a file that is not the site's: the new site has a file of its own.
    let robots = region.out().join("robots.txt");
    let foreign = region.root().join("foreign.txt");
    fs::rename(&robots, &foreign)?;
    symlink(&foreign, &robots)?;
    region.replace("boroughs/northpoint.yaml", "https://north.example/\n", "https://north.example/new\n")?;
    region.site()?;
    let after = (number(&style)?, number(changed)?);
    assert_eq!(before.0, after.0, "the style is the same file");
    assert_ne!(before.1, after.1, "the page is another file");
    assert!(file("robots.txt")?.is_file(), "and no link");
    assert_ne!(fs::metadata(&foreign)?.ino(), number("robots.txt")?.1);
    Ok(())
}
