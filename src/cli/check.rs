//! `citytools check`

use std::path::{Path, PathBuf};

use clap::Args;

use super::report::{self, ReportOptions};
use super::terminal::{errln, outln};
use super::{ContentOptions, End, failed, not_built, shown, with_slash};
use crate::build::{self, Ready};
use crate::diagnostics::Sources;
use crate::render::Theme;
use crate::timings::Timings;

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    content: ContentOptions,
    /// Make every page with this theme, too, and look at what comes of it; nothing is published.
    #[arg(long, value_name = "DIR")]
    theme: Option<PathBuf>,
    #[command(flatten)]
    report: ReportOptions,
}

pub(super) fn run(options: &Options) -> End {
    let mut checked = match build::check(&options.content.content, options.content.as_of()) {
        Ok(checked) => checked,
        Err(error) => return failed(&format!("{}: {error}", shown(&options.content.content))),
    };
    if let Err(error) = build::weigh(&mut checked) {
        return not_built(&error);
    }
    report::print(&checked, options.report);
    let line = format!(
        "Checked {}: {}.",
        shown(&options.content.content),
        report::summary(&checked, options.report)
    );
    let line = line + &report::unsaid(&checked, options.report);
    if options.report.is_for_machines() {
        errln!("{line}");
    } else {
        outln!("{line}");
    }
    match (report::end(&checked, options.report), &options.theme, &checked.ready) {
        (End::Done, Some(theme), Some(ready)) => try_theme(theme, ready, &checked.sources),
        (end, ..) => end,
    }
}

/// Builds where nobody looks: a template is right only when it has shown every page.
fn try_theme(folder: &Path, ready: &Ready, sources: &Sources) -> End {
    let out = match tempfile::tempdir() {
        Ok(out) => out,
        Err(error) => return failed(&error),
    };
    let base_url = with_slash(ready.catalogue.site.base_url.as_str());
    let theme = Theme::load(Some(folder)).map_err(build::Error::Theme);
    let built = theme.and_then(|theme| {
        build::build(
            ready,
            sources,
            &theme,
            &base_url,
            &out.path().join("site"),
            true,
            &mut Timings::default(),
        )
    });
    match built {
        Ok((built, _)) => {
            outln!("Checked {}: {} pages can be made with it.", shown(folder), built.pages);
            End::Done
        }
        Err(error) => not_built(&error),
    }
}
