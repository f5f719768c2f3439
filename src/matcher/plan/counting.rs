//! Counts how often a few bytes occur in logs, for [`rarity`](super::rarity): `build.rs` does, the program reads the table.

use super::rarity::{HASH_BITS, hash, scaled};

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

/// What comes less often in a megabyte is as good as never.
const CHANCE: f32 = 4.0;
/// Counts the runs of three and four bytes in some texts and in the words above, without regard to case: the table that
/// `gram_counts` gives back later. Each text weighs the same, so that a long one does not speak for all.
///
/// Sorted, four bytes for each run: its hash, high byte first, and its count on a logarithmic scale.
pub fn count<'a>(texts: impl ExactSizeIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut in_texts = vec![0.0_f32; 1 << HASH_BITS];
    let mut in_words = in_texts.clone();
    let weight = texts.len() as f32;
    for text in texts {
        add(&mut in_texts, text, 1e6 / text.len() as f32 / weight);
    }
    for (count, words) in WORDS {
        words.split_ascii_whitespace().for_each(|word| add(&mut in_words, format!(" {word} ").as_bytes(), count));
    }
    let mut table = Vec::new();
    for (hash, (texts, words)) in (0_u32..).zip(in_texts.iter().zip(&in_words)) {
        let share = texts.max(*words);
        if share >= CHANCE {
            table.extend([(hash >> 16) as u8, (hash >> 8) as u8, hash as u8, scaled(share)]);
        }
    }
    table
}

fn add(counts: &mut [f32], text: &[u8], weight: f32) {
    for gram in text.windows(3).chain(text.windows(4)) {
        counts[hash(gram) as usize] += weight;
    }
}
