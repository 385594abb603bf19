//! What holds for a document: the `equilint.toml` above it, the rules that it adds, and what was typed on top.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    args::{CheckArgs, JudgeArgs, RuleArgs},
    clock,
    exit::Failure,
    known::{Known, load_baseline},
    profile::Profile,
    settled::{Settled, Terms},
    since::Since,
    sources::{self, is_rule, known_rule, text_of, underlined},
};
use crate::{
    config::{self, Config, Scope, SideFile},
    document::Tracked,
    engine::{Date, Fault, Policy, Reading, Selector},
    files,
    finding::Severity,
    output::Problem,
    rule::{RuleSet, is_kind, kind_names},
};

/// How baselines are used.
#[derive(Clone, Debug)]
enum Use {
    Never,
    /// The one that was named.
    This(PathBuf),
    /// The one beside the configuration, where there is one.
    Beside,
}

/// Finds what holds for a document, and remembers it by folder.
#[derive(Debug)]
pub(super) struct Settings {
    /// Rule files and folders from the command line.
    extra: Vec<PathBuf>,
    /// What was typed, on top of every configuration.
    typed: Scope,
    fail_on: Option<Option<Severity>>,
    /// How baselines are used.
    baseline: Use,
    /// What was touched, where only that is wanted.
    pub(super) since: Option<Arc<Since>>,
    /// Whether the documents are those of a manual.
    pub(super) surveying: bool,
    /// Whether documents are audited.
    pub(super) auditing: bool,
    /// Whether findings say which words weighed most for them.
    pub(super) weights: bool,
    /// When the run is, in seconds since 1970.
    pub(super) now: u64,
    /// How long each stage takes.
    pub(super) profile: Arc<Profile>,
    /// Whether findings are wanted, so that side files matter.
    checking: bool,
    /// What holds for every document: no configuration, or the one that was named.
    everywhere: Option<Arc<Settled>>,
    /// What holds below each folder that was looked at.
    folders: HashMap<PathBuf, Arc<Settled>>,
    /// What holds where there is no configuration.
    default: Option<Arc<Settled>>,
    /// What holds for the documents so far.
    terms: Vec<Arc<Terms>>,
}

impl Settings {
    /// What `args` say of rules and configuration.
    pub(super) fn new(args: &RuleArgs) -> Result<Self, Failure> {
        Self::using(args, Use::Never, false)
    }

    fn using(args: &RuleArgs, baseline: Use, checking: bool) -> Result<Self, Failure> {
        let mut settings = Self {
            extra: args.extra.clone(),
            typed: Scope::default(),
            fail_on: None,
            baseline,
            checking,
            surveying: false,
            auditing: false,
            weights: false,
            since: None,
            now: clock::now()?,
            profile: Arc::new(Profile::new()),
            everywhere: None,
            folders: HashMap::new(),
            default: None,
            terms: Vec::new(),
        };
        if let Some(file) = &args.config {
            settings.everywhere = Some(settings.load(file)?);
        } else if args.no_config {
            settings.everywhere = Some(settings.default()?);
        }
        Ok(settings)
    }

    /// What `args` say of a run that looks for findings; `known` says whether those of a baseline are hidden.
    pub(super) fn judging(args: &JudgeArgs, known: bool) -> Result<Self, Failure> {
        let baseline = match &args.baseline {
            _ if !known => Use::Never,
            Some(file) => Use::This(file.clone()),
            None => Use::Beside,
        };
        let mut settings = Self::using(&args.rules, baseline, true)?;
        settings.typed = Scope {
            select: selectors("--select", &args.select)?,
            ignore: selectors("--ignore", &args.ignore)?,
            min_confidence: args.min_confidence,
            ..Scope::default()
        };
        Ok(settings)
    }

    /// What `args` say.
    pub(super) fn checking(args: &CheckArgs) -> Result<Self, Failure> {
        let mut settings = Self::judging(&args.judge, !args.no_baseline)?;
        settings.since = match &args.since {
            Some(rev) => Some(Arc::new(Since::new(rev)?)),
            None => None,
        };
        settings.fail_on = args.fail_on.map(|wanted| wanted.0);
        Ok(settings)
    }

    /// What holds for the document at `path`.
    pub(super) fn of(&mut self, path: &Path) -> Result<Arc<Settled>, Failure> {
        if let Some(settled) = &self.everywhere {
            return Ok(Arc::clone(settled));
        }
        let path = files::absolute(path);
        let folder = path.parent().unwrap_or(&path);
        self.below(folder)
    }

    /// What holds in this folder.
    pub(super) fn here(&mut self) -> Result<Arc<Settled>, Failure> {
        self.of(Path::new("equilint"))
    }

    /// What holds in `folder`, an absolute path.
    fn below(&mut self, folder: &Path) -> Result<Arc<Settled>, Failure> {
        if let Some(settled) = self.folders.get(folder) {
            return Ok(Arc::clone(settled));
        }
        let file = folder.join(config::FILE_NAME);
        let settled = if file.is_file() {
            self.load(&file)?
        } else {
            match folder.parent() {
                Some(parent) => self.below(parent)?,
                None => self.default()?,
            }
        };
        self.folders.insert(folder.to_owned(), Arc::clone(&settled));
        Ok(settled)
    }

    /// What holds without a configuration.
    fn default(&mut self) -> Result<Arc<Settled>, Failure> {
        if let Some(settled) = &self.default {
            return Ok(Arc::clone(settled));
        }
        let rules = self.rules(&[])?;
        let settled = Arc::new(Settled {
            config: Config::default(),
            folder: None,
            side: self.side(Path::new(""), &rules)?,
            rules,
            known: self.known(Path::new(config::BASELINE_NAME), false)?,
        });
        self.default = Some(Arc::clone(&settled));
        Ok(settled)
    }

    /// The configuration `file`, with its rules.
    fn load(&mut self, file: &Path) -> Result<Arc<Settled>, Failure> {
        let shown = files::shown(file);
        let text = text_of(file, "the configuration")?;
        let folder = files::absolute(file)
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default();
        let problems = |mistakes| underlined(&shown, &text, mistakes);
        let config = Config::parse(&folder, &text).map_err(problems)?;
        let mut own = Vec::new();
        for (path, span) in &config.extend_rules {
            let path = folder.join(path);
            if !path.exists() {
                let problem =
                    Problem::new(format!("no such file or folder: {}", files::shown(&path)));
                return Err(Failure::one(problem.in_file(&shown, &text, span.clone())));
            }
            own.push(path);
        }
        let rules = self.rules(&own)?;
        let own = Fault::ALL.iter().map(|fault| fault.id());
        let mut unknown =
            config.unknown_rules(rules.rules().iter().map(|rule| &*rule.id).chain(own));
        unknown.extend(config.unknown_kinds(|kind| is_kind(&rules, kind), kind_names(&rules)));
        if !unknown.is_empty() {
            unknown.sort_by_key(|mistake| mistake.span.start);
            return Err(problems(unknown));
        }
        let named = config.baseline.is_some();
        let beside = config.baseline.as_deref().unwrap_or(config::BASELINE_NAME);
        let known = self.known(&folder.join(beside), named)?;
        Ok(Arc::new(Settled {
            config,
            side: self.side(&folder, &rules)?,
            folder: Some(folder.clone()),
            rules,
            known,
        }))
    }

    /// The baseline to use where the configuration has `beside`, which must be there if it is `named`.
    fn known(&self, beside: &Path, named: bool) -> Result<Option<Known>, Failure> {
        let file = match &self.baseline {
            Use::Never => return Ok(None),
            Use::This(file) => file.as_path(),
            Use::Beside if !named && !beside.is_file() => return Ok(None),
            Use::Beside => beside,
        };
        load_baseline(file).map(Some)
    }

    /// The side file in `folder`, where there is one and findings are wanted.
    fn side(&self, folder: &Path, rules: &RuleSet) -> Result<Option<(PathBuf, SideFile)>, Failure> {
        let file = folder.join(config::SIDE_NAME);
        if !self.checking || !file.is_file() {
            return Ok(None);
        }
        let text = text_of(&file, "the side file")?;
        // An empty path is this folder.
        let folder = files::absolute(&file)
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default();
        let side = SideFile::parse(&folder, &text, &|id| is_rule(rules, id))
            .map_err(|mistakes| underlined(&files::shown(&file), &text, mistakes))?;
        Ok(Some((file, side)))
    }

    /// Every side file that was met, once, by path.
    pub(super) fn sides(&self) -> Vec<Arc<Settled>> {
        let sided = |settled: &&Arc<Settled>| settled.side.is_some();
        let mut settled: Vec<_> = self.settled().filter(sided).cloned().collect();
        settled.sort_by_key(|settled| settled.side.as_ref().map(|(file, _)| file.clone()));
        settled
    }

    /// Every configuration that was met, once.
    fn settled(&self) -> impl Iterator<Item = &Arc<Settled>> {
        let mut settled: Vec<_> = self
            .folders
            .values()
            .chain(&self.everywhere)
            .chain(&self.default)
            .collect();
        settled.sort_by_key(|settled| Arc::as_ptr(settled));
        settled.dedup_by_key(|settled| Arc::as_ptr(settled));
        settled.into_iter()
    }

    /// The embedded rules, those of the command line, and those in `own`.
    fn rules(&self, own: &[PathBuf]) -> Result<RuleSet, Failure> {
        let paths: Vec<&Path> = self.extra.iter().chain(own).map(|path| &**path).collect();
        sources::rules(&paths)
    }

    /// What is wanted of the document at `path`, for which `settled` holds.
    pub(super) fn policy(&self, settled: &Settled, path: &Path) -> Policy {
        let mut policy = settled.config.policy(&files::absolute(path));
        self.typed.apply(&mut policy);
        policy.manual = self.surveying;
        policy.audit = self.auditing;
        policy.weights = self.weights;
        policy.today = Some(self.today());
        policy
    }

    /// What holds for the document at `path`, one value for all documents for which the same does.
    pub(super) fn terms(
        &mut self,
        settled: Arc<Settled>,
        path: &Path,
        max_size: u64,
        tracked: Tracked,
    ) -> Arc<Terms> {
        let policy = self.policy(&settled, path);
        let same = |terms: &&Arc<Terms>| {
            Arc::ptr_eq(&terms.settled, &settled)
                && (terms.max_size, terms.tracked) == (max_size, tracked)
                && terms.policy == policy
        };
        if let Some(terms) = self.terms.iter().rev().find(same) {
            return Arc::clone(terms);
        }
        let terms = Arc::new(Terms {
            since: self.since.clone(),
            profile: Arc::clone(&self.profile),
            settled,
            policy,
            max_size,
            tracked,
        });
        self.terms.push(Arc::clone(&terms));
        terms
    }

    /// Whether `reading`, for whose documents `settled` holds, has a finding that fails the run.
    pub(super) fn fails(&self, settled: &Settled, reading: &Reading) -> bool {
        let least = self.fail_on.or(settled.config.fail_on);
        // `Some(None)` is never.
        let least = least.unwrap_or(Some(Severity::Warning));
        let mut severities = reading.findings.iter().map(|finding| finding.severity);
        least.is_some_and(|least| severities.any(|severity| severity >= least))
    }

    /// The day of the run, in UTC.
    pub(super) fn today(&self) -> Date {
        Date::from_unix(self.now)
    }

    /// Entries of baselines whose finding is gone.
    pub(super) fn stale(&self) -> usize {
        let known = self.settled().filter_map(|settled| settled.known.as_ref());
        known.map(|known| known.inner.baseline.stale().len()).sum()
    }

    /// Check that the rules which were typed are rules of `settled`.
    pub(super) fn check_typed(&self, settled: &Settled) -> Result<(), Failure> {
        for selector in self.typed.select.iter().chain(&self.typed.ignore) {
            if let Selector::Rule(id) = selector {
                known_rule(&settled.rules, id)?;
            }
        }
        Ok(())
    }
}

/// What `names`, given to `option`, name.
fn selectors(option: &str, names: &[String]) -> Result<Vec<Selector>, Failure> {
    if names.iter().any(|name| name.trim().is_empty()) {
        return Err(Failure::one(Problem::new(format!(
            "{option} has an empty name"
        ))));
    }
    Ok(names
        .iter()
        .map(|name| Selector::parse(name.trim()))
        .collect())
}
