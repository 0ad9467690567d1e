//! Every test of the program, in one program of their own: each more would link the whole of it again, and build London again.

mod agreement;
mod borough_sheets;
mod budgets;
mod command_line;
mod compare_pages;
mod confinement;
mod contract_pages;
mod data_page;
mod determinism;
mod diagnostics;
mod diff;
mod docs;
mod editing;
mod examples;
mod explorer;
mod feeds;
mod figure_basis;
mod figure_files;
mod figure_properties;
mod figures;
mod growth;
mod headers;
mod hostile;
mod import_ocds;
mod import_survey;
#[cfg(unix)]
mod incremental;
mod init;
mod knowledge_pages;
mod market_pages;
mod migrate;
mod minified_templates;
mod open_data;
#[cfg(feature = "serve")]
mod parsers;
mod properties;
mod pseudo;
mod publish;
mod reach;
mod recompute;
mod recount;
mod releases;
mod report;
mod reports;
mod safety;
mod schemas;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod sheets;
mod site;
mod supply_chain;
mod support;
mod theme;
mod verify;
mod words;
