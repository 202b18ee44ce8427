//! A small driver for parsers: seeds, changed at random, for as long as one has time.
//!
//! In: a target's name, seeds, what must hold for any input. Out: nothing, or a panic that shows the input.
//! Never here: coverage; it works on any toolchain, and finds what nearly right input finds. Also used by `otlp-macros`.
//!
//! `FUZZ_SECONDS` says how long each target runs, else each has a fixed number of inputs. What was found once is a file in the
//! folder `fuzz` of the package, `<target>/<any name>`, and is a seed ever after. `FUZZ_SEED` plays another game.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// Inputs without `FUZZ_SECONDS`.
const INPUTS: u64 = 10_000;
const MAX_BYTES: usize = 64 << 10;

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

/// Uniform and the same in each run.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Below `end`, which is 1 or more.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % end
    }
}

/// Says which input it was, should a check panic.
struct Shown<'a>(&'a str, &'a [u8]);

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}: {:?}", self.0, self.1.escape_ascii().to_string());
        }
    }
}

/// Feeds `check` with the seeds, the files in `fuzz/<target>`, and what can be made of them.
pub(crate) fn feed(target: &str, seeds: &[&[u8]], mut check: impl FnMut(&[u8])) {
    let mut corpus: Vec<Vec<u8>> = seeds.iter().map(|seed| seed.to_vec()).collect();
    corpus.push(Vec::new());
    if let Ok(files) = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(target)) {
        corpus.extend(files.map(|file| fs::read(file.unwrap().path()).unwrap()));
    }
    let mut check = |input: &[u8]| {
        let _shown = Shown(target, input);
        check(input);
    };
    for input in &corpus {
        check(input);
    }
    let mut random = Random(variable("FUZZ_SEED").unwrap_or(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let until = variable("FUZZ_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut done = 0_u64;
    while until.map_or(done < INPUTS, |until| !done.is_multiple_of(64) || Instant::now() < until) {
        let mut input = corpus[random.below(corpus.len())].clone();
        for _ in 0..=random.below(4) {
            mutate(&mut input, &corpus, &mut random);
        }
        input.truncate(MAX_BYTES);
        check(&input);
        done += 1;
    }
    if until.is_some() {
        println!("{target}: {done} inputs");
    }
}

/// Bytes that mean something to many a parser.
const SPECIAL: &[u8] = b"\0\t\n\r \"#%&'+,-./0159:;<=>?@AZ[\\]^_`az{|}~\x7f\x80\xbf\xc3\xe2\xf0\xff";

fn mutate(input: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Random) {
    let (at, end) = (random.below(input.len() + 1), random.below(input.len() + 1));
    let (from, to) = (at.min(end), at.max(end));
    match random.below(9) {
        0 if at < input.len() => input[at] ^= 1 << random.below(8),
        1 if at < input.len() => input[at] = SPECIAL[random.below(SPECIAL.len())],
        2 if at < input.len() => input[at] = random.next().to_le_bytes()[0],
        3 => input.insert(at, SPECIAL[random.below(SPECIAL.len())]),
        4 => drop(input.drain(from..to.min(from + 16))),
        5 => input.truncate(at),
        // A part again, here and there many times.
        6 => {
            let part = input[from..to].to_vec();
            let times = if random.below(16) == 0 { 200 } else { 1 };
            for _ in 0..times {
                if input.len() + part.len() <= MAX_BYTES {
                    input.splice(to..to, part.iter().copied());
                }
            }
        }
        // The end of another.
        7 => {
            let other = &corpus[random.below(corpus.len())];
            input.truncate(at);
            input.extend_from_slice(&other[random.below(other.len() + 1)..]);
        }
        _ => {
            let digits = random.next().to_string();
            input.splice(at..at, digits.bytes());
        }
    }
}
