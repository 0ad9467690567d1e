//! `citytools verify`

use std::path::PathBuf;

use clap::Args;

use super::terminal::{errln, outln};
use super::{End, failed, refused};
use crate::publish::verify;

/// Rules that the help tells: whoever is told that nothing leads to a file wants to know what would.
const RULES: &str = "\
Every address on a page leads to a file of the site, and no page, style or script loads anything of another site. Every \
page is found by links from the home page. Every other file is named by a page that is found (a link, a picture, data for \
a script), by a style sheet, a script or _headers, or it is one of those that are asked for by name: 404.html, _headers, \
robots.txt and sitemap.xml, which have to be there, and CNAME, _redirects, favicon.ico and .well-known/. A file in assets/ \
whose name tells its bytes belongs to the theme, which is published as a whole. Feeds, the site map and data name files \
too, but nobody finds them who does not know where these are. Hidden files are told but for .citytools, .git, \
.gitattributes, .gitignore, .gitkeep and .nojekyll; links, pipes and devices always. No page embeds frames, video, audio or \
objects, each field on it has a label, and it has a title and a description. No page has more than 500 kB, and, \
packed, more than 15 kB of styles or 30 kB of scripts.";

#[derive(Clone, Debug, Args)]
#[command(after_long_help = RULES)]
pub(super) struct Options {
    /// Folder with the built site.
    #[arg(value_name = "DIR", default_value = "public")]
    pub site: PathBuf,
}

pub(super) fn run(options: &Options) -> End {
    let shown = options.site.display();
    if !options.site.join("index.html").is_file() {
        return refused(&format!("{shown} is no built site; `citytools build` writes one"));
    }
    let verified = match verify::verify(&options.site) {
        Ok(verified) => verified,
        Err(error) => return failed(&format!("{shown}: {error}")),
    };
    for fault in &verified.faults {
        errln!("error: {shown}/{}: {}", fault.file, fault.what);
    }
    let (pages, files, addresses) = (verified.pages, verified.files, verified.addresses);
    let looked = format!("{pages} pages, {files} files, {addresses} addresses");
    if verified.faults.is_empty() {
        outln!("{looked}: nothing is wrong.");
        return End::Done;
    }
    errln!("{looked}: {} faults.", verified.faults.len());
    End::Problems
}
