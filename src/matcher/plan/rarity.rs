//! How often a few bytes occur in logs, by estimate.
//!
//! Only the speed hangs on it, never what is found: the literal that is looked for should be the one that ordinary
//! lines hold least. Runs of three and four bytes were counted in the healthy logs that the program carries. The words
//! below stand for logs that are not among them: those of services and of errors; what neither covers is estimated from
//! single letters.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Words and how often each occurs in a megabyte of log, by order of magnitude.
const WORDS: [(f32, &str); 5] = [
    (
        1500.0,
        "info the error get http https com org www debug warn warning for from with and not 2024 2025 2026 00:00 
         .com/ https:// http:// 127.0.0.1 => -- == ... --- === 0000 at line file in to of is by on ../ ..... 2.0 1.0 1.1 10. 100 101
         200 http/1.1",
    ),
    (
        400.0,
        "failed failure found cannot could unable invalid missing exception timeout timed out connection connect 
         connected server client request response status code type value version package install installed 
         installing build building built module node npm pip python java main test tests running run started 
         starting start stop stopped done complete completed success successfully set setting up unpack unpacking 
         preparing select selecting previously unselected reading database download downloading downloaded fetch 
         fetching update updating updates updated check checking user users usr lib local bin src share etc var tmp 
         home root log logs data config configuration service system process thread memory size time date name 
         path directory files exist exists access denied permission key token true false null none this that are was archive
         archives package packages amd64 x86_64 linux-gnu step steps removing intermediate container layer layers image
         images example examples cached collecting compiling pulling security library libraries module modules main all
         stage script scripts mode common core tools utils dev",
    ),
    (
        120.0,
        "already allowed application argument arguments attempt authentication available bad because been before 
         block body buffer bytes cache call called cannot certificate change changed class close closed cluster 
         command commit compile compiling compilation component conflict container content context copy core 
         created creating current daemon debian default delete dependency dependencies deprecated device different 
         disk docker does don't environment event exceeded exec execute executing execution exit exited expected 
         export extracting fail fatal field finished following format function github global group handler has have 
         header headers host image import include index init initialized input instance interface internal invalid 
         java.lang json kernel kubernetes layer length level library limit link linux list load loaded loading 
         lock long make match max maximum message metadata method mode model more name namespace native network new 
         no such object offset only open operation option options org.apache output parse parser password 
         please plugin pod policy pool port post process processing progress project protocol proxy pull pulling 
         query queue read ready received recommended refused register registry release remote remove removed 
         removing required requires resolve resource resources result retry return returned root route rule 
         runtime schema script security send sent session shared should skip skipping socket source space ssl stack 
         state step string stream support supported sync syntax table target task template text timestamp trace 
         transaction tree typeerror ubuntu undefined unexpected unknown unsupported upgrade uri url use used using 
         valid variable verify view volume wait waiting wanted will without worker write writing wrong yarn your",
    ),
    (
        40.0,
        "aborted accept account action active activity actual adapter additional address agent algorithm allocate 
         allocated amazon android angular annotation api apply archive array assertion assigned async attribute 
         audit backend backup base batch binary binding board boot branch browser bucket bundle bundler callback 
         cancelled capacity cargo catalog channel character checkpoint checksum child chrome chunk circular clang 
         clean cleanup clone cloud cmake collection column compatible compiler composer condition connector console 
         constraint consumer controller cookie corrupt corrupted could couldn't cpu crash credentials cross css cuda 
         cudnn cursor custom cycle deadlock debugger declaration decode define deploy deployment descriptor destroy 
         detected digest dimension disabled dispatch domain driver dropped duplicate dynamic element empty enabled 
         encode encoding endpoint engine entity entry enum errno eslint exhausted expired expression extension 
         external factory feature filter firebase flag flow folder forbidden foreign fragment frame framework free 
         future gateway generate generated git gradle graph grpc handle handshake hash heap helm hook identifier 
         ignore ignored illegal implementation incompatible incorrect increase inference initialize insert inspect 
         integer integration interrupted invocation issue item javascript job jvm kafka label language large latency 
         launch leak legacy less lifecycle load loop loss manifest mapping master maven member memory merge middleware 
         migration mismatch mount multiple must mutation mysql navigation nccl nested nginx null number openssl order 
         origin overflow owner package.json page panic parallel parameter parent partition patch payload peer pending 
         permission persistent pipeline platform pointer postgres prefix primary print priority private probe producer 
         profile promise property provider public publish push quota range rate react rebuild record redirect redis 
         reference rejected relation reload render replica report repository reset restart restore revision rollback 
         row runner sandbox scheduler scope selector sequence serialize server settings setup shape signal signature 
         slow snapshot spark spring sql standard static storage store subscription suite symbol tensor terminated 
         terraform threshold ticket tls token too many tool topic torch traffic transform transport trigger truncated 
         tuple typescript unauthorized unavailable unhandled unique unit unreachable upload upstream validate 
         validation virtual wasm watch webpack websocket wheel window workspace xml zone",
    ),
    (
        15.0,
        "Traceback (most recent call last): caused by: no such file or directory permission denied not a valid 
         connection refused connection reset by peer out of memory exit code 1 exit status segmentation fault 
         stack trace runtimeerror valueerror keyerror attributeerror importerror modulenotfounderror 
         nullpointerexception illegalargumentexception classnotfoundexception cannot read properties of undefined 
         cannot find module command not found does not exist is not defined is not a function is not supported 
         failed to load failed to connect unable to resolve access denied too many requests",
    ),
];

/// Bytes per 10,000 of a log, letters without regard to case.
const fn byte_share(byte: u8) -> f32 {
    match byte.to_ascii_lowercase() {
        b' ' => 1200.0,
        b'e' => 650.0,
        b't' => 520.0,
        b'a' | b'i' | b'o' | b'n' | b's' | b'r' => 430.0,
        b'l' | b'd' | b'c' => 280.0,
        b'0' | b'1' => 330.0,
        b'2' => 250.0,
        b'.' | b'/' | b'-' | b':' => 210.0,
        b'3'..=b'9' => 150.0,
        b'u' | b'm' | b'p' => 190.0,
        b'g' | b'h' | b'b' | b'f' => 140.0,
        b'_' | b'=' | b'"' | b',' | b'v' | b'y' | b'w' => 80.0,
        b'(' | b')' | b'[' | b']' | b'\'' | b'k' | b'x' => 50.0,
        b'j' | b'q' | b'z' | b'*' | b'>' | b'<' | b'#' | b'\t' => 20.0,
        b'{' | b'}' | b'|' | b'+' | b'@' | b';' | b'&' | b'%' | b'\\' => 15.0,
        byte if byte.is_ascii_graphic() => 8.0,
        _ => 2.0,
    }
}

/// Bits of the hash by which a run is known: so many that few are taken for one another.
const HASH_BITS: u32 = 21;
/// What comes less often in a megabyte is as good as never.
const CHANCE: f32 = 4.0;
/// Steps of the logarithmic scale of the table in which a count doubles.
const STEPS: f32 = 12.0;

/// Counts the runs of three and four bytes in some texts, without regard to case: the table that `gram_counts` gives back
/// later. Each text weighs the same, so that a long one does not speak for all.
///
/// Sorted, four bytes for each run: its hash, high byte first, and its count on a logarithmic scale.
pub fn count<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut shares = vec![0.0_f32; 1 << HASH_BITS];
    let mut weight = 0.0;
    for text in texts.filter(|text| !text.is_empty()) {
        weight += 1.0;
        let share = 1e6 / text.len() as f32;
        for gram in text.windows(3).chain(text.windows(4)) {
            shares[hash(gram) as usize] += share;
        }
    }
    let mut table = Vec::new();
    for (hash, share) in (0_u32..).zip(shares).filter(|(_, share)| *share >= CHANCE * weight) {
        let scaled = ((share / weight + 1.0).log2() * STEPS).round().min(255.0) as u8;
        table.extend([(hash >> 16) as u8, (hash >> 8) as u8, hash as u8, scaled]);
    }
    table
}

/// Occurrences in a megabyte of healthy logs; 0 for runs of other lengths.
fn counted(bytes: &[u8]) -> f32 {
    if !(3..=4).contains(&bytes.len()) {
        return 0.0;
    }
    let (table, _) = super::super::gram_counts().as_chunks::<4>();
    let of = |[a, b, c, _]: &[u8; 4]| u32::from_be_bytes([0, *a, *b, *c]);
    let found = table.binary_search_by_key(&hash(bytes), of);
    found.map_or(0.0, |at| (f32::from(table[at][3]) / STEPS).exp2() - 1.0)
}

fn hash(gram: &[u8]) -> u32 {
    u32::from_le_bytes(key(gram)).wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)
}

/// How common a byte is, without regard to case.
pub(super) fn of_byte(byte: u8) -> f32 {
    byte_share(byte)
}

/// How common a run of three or four bytes is (or of fewer), without regard to case: its occurrences in a megabyte, by
/// estimate.
pub(super) fn of_gram(bytes: &[u8]) -> f32 {
    by_words(bytes).max(counted(bytes))
}

/// By the words below and the letters.
fn by_words(bytes: &[u8]) -> f32 {
    let letters: f32 = bytes.iter().map(|b| byte_share(*b) / 10_000.0).product::<f32>() * 1e6;
    let counts = Counts::get();
    let inner = bytes.iter().skip(1).position(|b| *b == b' ').map(|at| at + 1).filter(|at| at + 1 < bytes.len());
    letters
        + match inner {
            // The end of a word and the start of another: most pairs of words are not in the list.
            Some(at) => counts.of(&bytes[..=at]) * counts.of(&bytes[at..]) / counts.of(b" ").max(1.0),
            None => {
                // A run that the words do not have, from the shorter runs that they have.
                let whole = counts.of(bytes);
                let parts = match bytes {
                    [first @ .., _] if bytes.len() > 2 => {
                        let shared = counts.of(&first[1..]).max(1.0);
                        counts.of(first) * counts.of(&bytes[1..]) / shared
                    }
                    _ => 0.0,
                };
                whole.max(parts / 4.0)
            }
        }
}

/// How often the words have each run of up to four bytes.
struct Counts(HashMap<[u8; 4], f32>);

impl Counts {
    fn get() -> &'static Self {
        static COUNTS: OnceLock<Counts> = OnceLock::new();
        COUNTS.get_or_init(|| {
            let mut counts = HashMap::new();
            for (count, words) in WORDS {
                for word in words.split_ascii_whitespace() {
                    // The blank before the next word counts once.
                    let word = format!(" {word} ");
                    for len in 1..=4 {
                        for gram in word.as_bytes().windows(len).skip(usize::from(len == 1)) {
                            *counts.entry(key(gram)).or_default() += count;
                        }
                    }
                }
            }
            Self(counts)
        })
    }

    fn of(&self, bytes: &[u8]) -> f32 {
        self.0.get(&key(bytes)).copied().unwrap_or(0.0)
    }
}

/// Up to four bytes in lower case, zeros for what is missing.
fn key(bytes: &[u8]) -> [u8; 4] {
    let mut key = [0; 4];
    for (to, from) in key.iter_mut().zip(bytes) {
        *to = from.to_ascii_lowercase();
    }
    key
}
