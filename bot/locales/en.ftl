### What Hearsay says of its own, in English. Plurals, dates and ordinals: projectfluent.org.

## Names of things

language-unknown = language unknown
publisher-unknown = unknown publisher
claimant-unknown = the article does not say who
via-mentioned = “{ $mention }” ({ $name })

stance-affirm = affirm
stance-deny = deny
stance-accuse = accuse
stance-doubt = doubt
stance-demand = demand
stance-promise = promise

note-read = read
note-reported = reported
note-unnamed = unnamed
note-document = document
note-unknown = unknown

## A claim and where it stands

claim = { $claimant } ({ $stance }).
claim-unattributed = The article does not say who ({ $stance }).
claim-own-voice = { $publisher }, in its own words.
claim-own-voice-unknown = An article of unknown publisher, in its own words.
hops-reported = { $hops ->
    [0] Read at the source.
    [one] Not read at the source: 1 hop reported.
   *[other] Not read at the source: { $hops } hops reported.
}
source-line = { $publisher } ({ $language }){ $dated ->
    [yes] , { DATETIME($published, dateStyle: "long") }
   *[no] { "" }
}, { ORDINAL($paragraph) ->
    [one] { $paragraph }st
    [two] { $paragraph }nd
    [few] { $paragraph }rd
   *[other] { $paragraph }th
} paragraph
source-open = open

## Answers

verdict-claimed = Yes, as I read it.
verdict-denied = No, as I read it: it is denied.
verdict-otherwise = Neither a plain yes nor a plain no; this comes nearest:
verdict-by_others = No, not that I can find; but { $names } did.
verdict-by-nobody = No, not that I can find.
verdict-silent = Nothing by { $claimant } on this, that I can find; others say:
answer-totals = { $articles ->
    [one] 1 article
   *[other] { $articles } articles
}, { $origins ->
    [one] 1 origin
   *[other] { $origins } origins
}.
answer-undenied = None of the passages found denies it.
answer-denied = Denied by { $names }.
answer-said = Said by { $names }.
answer-also-said = Also said by { $names }.
answer-also-in = Also in
answer-in = { $name } ({ $publisher })
answer-further = Less close to the question:
answer-page = Findings { $first } to { $last } of { $total }.
answer-no-more = There are no more findings.
summary-label = Worded by a language model; only the passages are evidence:
question-reworded = Searched for “{ $question }”, as a language model puts your question.
no-evidence = I found no evidence for this in the stored articles.
no-evidence-nearest = The nearest passages, offered as no more than that:
no-evidence-alone = Nothing there comes near it. Send me an article about it, and ask again.

action-passage = passage
action-passage-of = passage { $number }
action-passage-in = passage in { $publisher }
action-chain = chain
action-picture = chain picture
action-chain-of = chain { $number }
action-more = { $left } more
thumb-good = 👍
thumb-bad = 👎

## What people say of an answer

reason-passage = wrong passage
reason-source = wrong person or chain
reason-no-answer = not an answer
reason-no-evidence = there is no evidence
reason-missed = it is in the store
action-take-back = take it back
vote-good = Thank you, noted. { $again } again takes it back.
vote-bad = Noted, thank you. What is wrong with this answer?
vote-reason = Noted: { $reason }. Thank you.
vote-taken-back = Taken back.
vote-none = There is nothing of yours to take back.
vote-gone = I do not have this answer any more. Please ask again.
vote-which = Noted, thank you. To say why: /bad { $example }. The reasons are { $reasons }.
vote-nothing = There is no answer yet. Ask something first.

## A passage, a chain

passage-attributions = Said in it: { $claims }.
chain-hop-publisher = { $name }: its article is in the store.
chain-hop-read = { $name }: its own article is in the store as well.
chain-hop-reported = { $name }: reported only; the article says “{ $mention }”.
chain-hop-reported-elsewhere = { $name }: reported only, by the hop before it.
chain-hop-unknown = Before that, the article does not say who.
chain-cue = The claim is attributed by “{ $cue }”.
chain-end-named = The chain ends in a source with a name.
chain-end-unnamed = The chain ends in a source that is left unnamed.
chain-end-document = The chain ends in a document.
chain-end-unknown = Where the chain begins is not said.
chain-end-cycle = The chain goes in a circle: these articles cite each other.

## The picture of the chains

picture-kind-person = person
picture-kind-organisation = organisation
picture-kind-government = government
picture-kind-outlet = outlet
picture-kind-document = document
picture-kind-group = group
picture-kind-unnamed = unnamed source
picture-articles = { $articles } articles
picture-date = { DATETIME($published, dateStyle: "medium") }
picture-quoted = “{ $words }”
picture-origin = origin
picture-more = { $findings ->
    [one] + 1 more finding
   *[other] + { $findings } more findings
}
picture-more-hops = { $hops ->
    [one] + 1 more hop
   *[other] + { $hops } more hops
}
picture-legend-read = Read: its own article is in the store.
picture-legend-reported = Reported: only the hop before it says so.
picture-legend-origin = Origin: this is where the trace ends.

## An article comes in

receipt = { $known ->
    [yes] I have it already
   *[no] Added
}: { $publisher }, { $language }{ $dated ->
    [yes] , { DATETIME($published, dateStyle: "long") }
   *[no] { "" }
}{ $credited ->
    [yes] , credited to { $credits } as a whole
   *[no] { "" }
}.
receipt-contents = { $passages ->
    [one] 1 passage
   *[other] { $passages } passages
}, { $attributions ->
    [0] no attributions.
    [one] 1 attribution: { $claims }
   *[other] { $attributions } attributions: { $claims }
}{ $attributions ->
    [0] { "" }
   *[other] { $left ->
        [0] .
       *[other] ; and { $left } more.
    }
}
receipt-twin = { $exact ->
    [yes] The same text as
   *[no] Nearly the same text as
}: { $publisher }{ $dated ->
    [yes] , { DATETIME($published, dateStyle: "long") }
   *[no] { "" }
} (counts as one origin).
receipt-other-date = You gave the date { DATETIME($given, dateStyle: "long") }; it stays { DATETIME($kept, dateStyle: "long") }, as I had it.
receipt-other-title = You gave the title “{ $given }”; it stays “{ $kept }”, as I had it.
receipt-publisher-unknown = I do not know who published it. To tell me, send it again with “Publisher: …” as its first line and an empty line after that. “Date: 2024-06-19” and “URL: …” can stand there too.

## Help

start =
    I trace facts: who said it, and through whom.

    Send me news articles: forward a post, or paste the text. Then ask, for instance “who claimed Iran supplies drones?”. I answer with the passage that says so, word for word, and with the chain of sources behind it.

    /help says more.
help =
    Ask a question in your own words: “who claimed …?”, “who denied …?”, “what did … say about …?”. /ask does the same, in groups too.

    Then ask on: “and who denied it?”, “what else did he say?”, “since June?”, “only from RT”, “who else?”. /cancel forgets the last answer.

    Send an article by forwarding it, pasting its text, or as a .txt or .md file. Lines such as “Publisher: …”, “Date: 2024-06-19”, “Title: …”, “URL: …” or “Language: …” may stand at the top, with an empty line after them.

    In a chain, “read” means that the article itself is here, “reported” that only the hop before it says so.

    /stats, /rebuild and /alias are for administrators.
terminal-start =
    I trace facts: who said it, and through whom. Ask a question, or paste an article.

    /help lists the commands.
terminal-help =
    Ask a question in your own words: “who claimed …?”, “who denied …?”, “what did … say about …?”.

    /add FILE takes in an article from a text file
    /paste takes in an article that you paste, up to a line with a single “.”
    “and who denied it?”, “what else did he say?”, “since June?”, “only from RT” ask on; /cancel forgets the last answer
    /more shows further findings
    /good says that the last answer is right, /bad that it is not, /bad REASON why
    /passage NUMBER shows a passage, /chain NUMBER a chain of sources
    /picture draws the chains of the last answer, /picture NUMBER one of them
    /export writes down where its claims come from; /export prov-json, prov-n or png does so in that format
    /alias A = B makes A another name of the source B, /alias A = takes that back, /alias lists all
    /stats says what the store holds, /rebuild builds the index anew
    /quit leaves

    Lines such as “Publisher: …”, “Date: 2024-06-19”, “Title: …”, “URL: …” or “Language: …” may stand at the top of an article, with an empty line after them.
terminal-paste = Paste the article, and end with a line that has a single “.”.
terminal-line-cut = A terminal passes on { $most } bytes of a line and drops the rest, and this line is that long: nothing was added. Save the text in a file, and use /add FILE.
terminal-needs-file = Which file? For instance: /add article.txt
terminal-needs-number = Which number? For instance: { $command } 12
terminal-no-such-command = There is no command { $command }.
picture-saved = The picture is in { $file }.
export-saved = Where the claims come from is written down in { $file }.
export-nothing = There is no answer with findings yet. Ask something first.
export-formats = The formats are { $formats }. For instance: /export { $example }
terminal-prompt = you
terminal-bye = Goodbye.
nothing-said = Ask a question, or send the text of an article.

## Administration

stats = { $articles ->
    [one] 1 article
   *[other] { $articles } articles
}, { $passages ->
    [one] 1 passage
   *[other] { $passages } passages
}, { $attributions ->
    [one] 1 attribution
   *[other] { $attributions } attributions
}.
stats-languages = Languages: { $list }.
stats-publishers = Publishers: { $list }.
stats-share = { $name } { $count }
alias-set = From now on, “{ $alias }” is the source “{ $name }”.
alias-removed = “{ $alias }” stands for itself again.
alias-none-such = “{ $alias }” was not set to stand for another name. /alias lists those that are.
alias-none = No name was set to stand for another. To set one: /alias WSJ = The Wall Street Journal
alias-list = { $count ->
    [one] 1 name stands for another:
   *[other] { $count } names stand for others:
}
alias-line = { $alias } = { $name }
alias-how = Write /alias A = B to make A another name of the source B, /alias A = to take that back, or /alias to see all. A name has at most { $most } characters.
rebuilt = The index was built anew: { $passages ->
    [one] 1 passage
   *[other] { $passages } passages
} in { NUMBER($seconds, maximumFractionDigits: 1) } s.

## Errors

failure = Something went wrong on my side, and it has been logged. What was acknowledged is safe. Please try again.
error-bad-input = I cannot use this as it is. Send the text of an article, or a question.
error-empty-text = There is no text in it. Send the text of an article, or a question.
error-too-short = This has { $words ->
    [one] 1 word
   *[other] { $words } words
}; an article has at least { $fewest }. Send the whole article. To ask something, write it as a message of its own, or use /ask.
error-too-long = This has { $characters } characters; at most { $most } are possible. Send it in parts, or only the part that matters.
error-not-text = This is not readable as text. Copy the article's text and paste it, or save it as UTF-8 text.
error-bad-record = The line “{ $field }: { $given }” is not of the form I know. Write it like { $form }, or leave the line out.
error-alias-circle = That would go round in a circle: { $path }. Take one of these back first (/alias NAME =), then set this one again.
error-misconfigured = { $variable } is set to something else than it takes: { $takes }. Correct it in the environment or in .env, and start again.
error-model = The embedding model cannot be used. The log says why.
error-model-unavailable = The embedding model is not to be had. Check EMBEDDING_MODEL and the network, and start again.
error-model-damaged = The files of the embedding model are damaged. Delete the models folder in the data folder, and start again.
error-language-model = The language model gave no reply that can be used. The log says why; answers go on without it.
error-index-unusable = The index cannot be used. Nothing is lost: /rebuild builds it anew from the store.
error-store = The store could not do this. Nothing of it was stored; please try again.
error-store-in-use = Another process is writing to the data folder. Wait until it ends, or stop it.
error-store-damaged = The database cannot be read. Restore it from a backup; the log says more.
error-store-too-new = The database was written by a newer Hearsay. Upgrade this one.
error-store-full = There is no room left on the disk, and nothing of this was stored. Make room, then send it again.
error-not-found = That is not in the store, or not any more. Ask again to see what is.
file-error-bad-input = { $file } cannot be written. Go to a folder where you may write, on a disk with room left.
file-error-not-text = { $file } cannot be read as text. Check the name, and that it is a text file in UTF-8.
file-error-too-long = { $file } is too large to be one article. Split it, or take only the part that matters.

## Asking on

cancelled = Forgotten. Your next question stands on its own.
cancelled-nothing = There is nothing to forget. Your next question stands on its own.

## Inline mode

inline-ask = Type a whole question: who claimed …?
inline-nothing = No evidence in the stored articles. Ask me in our chat

## Telegram

ask-what = What do you want to know? For instance: /ask who claimed Iran supplies drones?
link-alone = I cannot open links yet. Forward the post, or paste the text of the article.
can-be-sent = I read text. Ask a question, forward or paste an article, or send it as a .txt or .md file. Of a picture I read the caption.
file-too-large = This file cannot be fetched: Telegram hands out files of up to { $megabytes } MB only. Send the part that matters.
file-unfetched = The file could not be fetched from Telegram. Please send it again.
button-unknown = I do not know this button. Please ask again.
question-gone = I no longer see the question to this answer. Please ask again.
administrators-only = This is for administrators. Whoever runs me can make you one by adding your id, { $id }, to ADMIN_IDS.
rebuild-started = The index is being built anew. Questions go on being answered meanwhile.
rebuild-running = The index is being built anew already.
failure-noted = Something went wrong on my side; it has been logged under { $reference }. What was acknowledged is safe. Please try again.
