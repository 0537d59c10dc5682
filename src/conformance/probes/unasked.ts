import type { Area, Probe } from "../probe.ts";

/** Area, id, question, what the sandbox does, why no call can tell. */
const ROWS = `
momento|names|must a cache's name have three characters?|yes, as Momento's command line says|needs a second cache
momento|pages|how many caches does ListCaches show at once?|100|needs more caches than an account may have
momento|refresh|does a refresh token die with its key, and belong to it?|yes|needs a key that has expired
momento|rates|how are rates measured?|a bucket of one second; an item larger than that passes when it is full and is paid back|takes the account's own traffic
momento|claims|what is in an inner v1 key, and is it what gRPC takes?|role and expiry in claims of our own; yes|keys are opaque
momento|set-if|what does a SetIf cost that stores nothing, and is an expired value absent?|as much as one that does; yes|no call tells what it cost
momento|lives|0 seconds, unknown caches and topics in a key's permissions|refused; allowed; accepted, and allow nothing|makes keys that cannot be taken back
momento|ttl-unbounded|what stands for the unbounded TTL of provisioned storage?|30 days|nobody waits so long
momento|roles|what may Owner, Operator and Viewer do, and does the account API take a v1 super-user key?|everything, write, read; yes|whose keys an account has is its owner's business
medialive|request-id|how long is a RequestId remembered, and what does another body with it get?|for ever; 409 (CreateChannel) or 400 (CreateInput)|makes a second channel
medialive|quotas|how are full quotas answered?|429 TooManyRequestsException|needs a full account
medialive|deleted|how long is what is deleted described, and is it listed?|for ever, in Describe alone; anything else is a 404|only time tells
medialive|starting|can STARTING be stopped, and does CREATE_FAILED keep its input?|no; until it is deleted|cannot be had at will
medialive|password-right|what of SSM does a role need for a PasswordParam?|ssm:GetParameter or ssm:GetParameters|the program's role has both
medialive|create-tags|is medialive:CreateTags needed for tags at creation?|yes|needs a user without it
medialive|defaults|which PIDs, pages and maintenance windows are filled in?|those of the console's templates; 50 a page|nothing of ours depends on it
medialive|required|which members must CreateChannel have, and StartChannel a role?|Name, InputSpecification, Destinations, an attachment; yes|makes a second channel
medialive|durations|how long do transitions take?|see latency.ts|the run's own log tells
cloudfront|reference-after|is the CallerReference of a deleted distribution free again?|no|needs a distribution more
cloudfront|delete-in-progress|DeleteDistribution of a disabled one that is InProgress|409 DistributionNotDisabled|the run's own teardown waits
cloudfront|defaults|what is filled in for members that are left out?|IsIPV6Enabled false, SSLv3 and TLSv1; no refusal in an update|the program leaves none out
cloudfront|at-once|do updates of policies and functions reach the edges at once, and keep their ETag?|yes; publishing keeps it|needs policies of its own
cloudfront|codes|the codes of an unpublished function, of an origin of no or two kinds, and of values outside the model; the form of an unknown operation|InvalidFunctionAssociation, InvalidOrigin, MalformedXML; 404|the order of the checks is not known
cloudfront|pages|what is the marker of a page?|the id of its first item|needs more than a hundred
edge|before|what answers an edge that has no configuration yet, and for how long?|403; see latency.ts|a look may come too late for it
edge|memory|how long does an edge keep what is not asked for?|256 MiB, least recently used first|no edge tells
edge|function-limits|when does a function run too long, and is viewer-response run after a generated answer?|100 ms; no|needs functions of its own
edge|collapsed|X-Cache of requests that waited for another, and of what is stale while the origin fails|that of the other; Hit from cloudfront|cannot be had at will
edge|to-origin|port in Host, and Content-Type with bodies|yes; yes|the origin does not tell
edge|parts|are the parts kept that an origin has cut?|no|Momento cuts none
ssm|rest|is a name that was deleted less than 30 s ago refused?|400 ParameterAlreadyExists, for as long as the latency says|depends on the sandbox's latency
ssm|ciphertext|what does a SecureString show without decryption?|a made-up ciphertext|cannot be compared
ssm|words|the wording of messages|ours|nothing depends on it
iam|fresh|how long can a new role not be assumed?|0, 1 or 10 s, as the latency says; policies work at once|depends on the sandbox's latency
iam|words|the wording of messages, and the order in which faults are found|ours|nothing depends on it
scheduler|second|when does a schedule fire?|at its second; documented is within the minute|needs minutes on air
scheduler|retry|which failures are retried, and when?|all: after 1 s, then twice as long, at most a minute, also after it was changed or deleted|needs a target that fails
scheduler|delete|when does a schedule delete itself?|after its last attempt, successful or not|needs minutes on air
scheduler|words|how is a role that is too fresh refused?|in the words of public reports|needs a new role
pricing|digit|which digit of a usage type is the single pipeline?|2|two public sources disagree: the program believes neither
pricing|figures|the figures of us-west-2, wording, units, case of fields and values, commas in ANY_OF|those of us-east-1; ours; ignored; not ignored; between values|nothing of ours depends on it
sts|user|who asks?|a user whose name and id are made up|nothing depends on it
encoder|audio-defaults|bitrate and rate of AAC that are left out|192 kb/s, 48 kHz|the program says both
encoder|levels|the automatic level, null packets, where PCR runs|the lowest for size and rate; to 1.05 × (video + audio); half a second ahead|sizes differ by content
encoder|timeline|do timestamps follow the clock over a restart, without gaps of audio?|yes|verify looks
encoder|dates|which time do dates in names have?|the start's in playlists and destination, the segment's in segments|the program uses them in segments alone
encoder|master-when|when is the master written?|when each output has a playlist or has failed, then after each segment of the first|no call tells
encoder|challenge|does basic PUT answer a challenge, and with which Content-Type?|Digest and Basic, with the channel's user; the registered types|Momento sends none and keeps none
encoder|retries|what counts as failed, for how long, and does the counter go on?|all but 2xx; 10 s a request; it goes on over an output restart|needs an origin that fails
encoder|file-cache|what happens when the file cache is full?|the oldest go, and the playlist begins anew|needs an origin that fails
encoder|stop|is the last, incomplete segment written?|no; uploads get five seconds|segments do not tell what is missing
encoder|discontinuity|EXT-X-DISCONTINUITY-SEQUENCE|counts the breaks that left the window|needs an input that breaks
encoder|vbr|BANDWIDTH of VBR and QVBR, and avc1.66.30|1.1 × (maximum + a); as the others|needs ladders more
encoder|loss-defaults|how long are the last frame and black shown?|10 s each|needs an input that is lost
encoder/inputs|lost|when does an input count as lost, and what is shown?|1 s without a sender, 3 s of silence, 15 s to open, 5 s for a late picture; black, then the colour|needs a sender
encoder/inputs|kept|does a sender stay connected over a stop?|yes; its next one gets the place after 3 s of silence, without asking after 8 s|needs a sender
encoder/inputs|probe-end|what ends the first probe?|one completed GOP of every rung|needs a sender
encoder/inputs|codecs|what becomes of HEVC or MP3 over RTMP?|it is ignored|needs a sender
encoder/inputs|loop|when does a file begin again?|after its longest track, without a discontinuity|needs a file whose tracks differ
encoder/inputs|pull|when is an HLS pull tried again?|after 0.5 to 8 s|needs a source that fails
encoder/inputs|silence|an input without sound, and words of alerts|silence and an alert; inferred from 5101 and 5008|needs such an input
`;

/** What of the sandbox no call can ask about: reasons instead of questions to the clouds. */
export const UNASKED: readonly Probe[] = ROWS.trim()
  .split("\n")
  .map((row) => {
    const [area = "", id = "", question = "", answer = "", why = ""] = row.split("|");
    const name = `${area.replace("/", "-")}-${id}`;
    return { id: name, area: area as Area, group: "unasked", question, answer, why };
  });
