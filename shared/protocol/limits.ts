/**
 * Every limit of Weft, each with its unit. An operator may lower them; nothing may exceed them.
 * Sources: the rules of a run (docs/spec/run-protocol.md) and, where named, the platform.
 */
const KIB = 1024;
const MIB = 1024 * KIB;

export const LIMITS = {
  // People and rooms
  personsPerFlow: 50,
  viewersPerRun: 500,
  clientCommandsPerSecond: 50,
  clientCommandBurst: 200,

  // Frames and entries. workerd as bundled by partykit 0.0.115 takes 1 MiB frames and 128 KiB values: we stay below both.
  frameBytes: 512 * KIB,
  entryBytes: 64 * KIB,
  storedValueBytes: 120 * KIB,
  entriesPerRun: 200_000,
  entriesPerPage: 500,
  tailEntries: 1_000,
  tailAgeMs: 5 * 60_000,

  // Graph
  nodesPerFlow: 10_000,
  nodesPerRun: 100_000,
  /** Times that a loop goes round at most, whatever its form says. */
  loopTimes: 100,
  adaptersPerNode: 5,
  flowFileBytes: 32 * MIB,

  // Outputs
  inlineOutputBytes: 16 * KIB,
  textOutputBytes: 1 * MIB,
  blobBytes: 8 * MIB,
  browserCacheBytes: 256 * MIB,

  // Files of a run
  /** UTF-16 units of a file's name. */
  fileNameCharacters: 120,
  /** Files that a run writes, each version counted. */
  filesPerRun: 1_000,
  /** Bytes of all of them: what a browser can put into one zip. */
  fileBytesPerRun: 256 * MIB,

  // Pictures
  /** Sides of a picture that is made, in pixels. */
  pictureSideMin: 64,
  pictureSideMax: 4_096,
  /** UTF-16 units of a picture's prompt. */
  picturePromptCharacters: 32_000,
  /** A picture model answers with nothing until the picture is there. */
  pictureHeadersDeadlineMs: 3 * 60_000,
  picturePollMs: 2_000,
  picturePolls: 60,
  /** Width times height of a picture that a flow keeps: small files may say they are huge. */
  keptPicturePixels: 50_000_000,
  /** All pictures of a flow together. */
  flowPictureBytes: 512 * MIB,
  /** Bytes that travel in one request when a picture is brought to the relay. */
  picturePieceBytes: 1 * MIB,
  /** Pictures in the file of a run, in bytes before they become text. */
  runFilePictureBytes: 64 * MIB,
  /** Pictures of a flow that are on their way at the same time. */
  flowUploads: 16,
  /** A picture on its way that nobody goes on with is dropped after this. */
  uploadIdleMs: 24 * 60 * 60_000,

  /** A file that somebody puts in as a picture, before it is made smaller. */
  pictureFileBytes: 64 * MIB,
  /** Width times height, and the longer of both, that a browser is asked to decode. */
  pictureFilePixels: 64_000_000,
  pictureFileSide: 16_384,
  /** What becomes of it: pixels of the longest side, and bytes. */
  pictureKeptSide: 2_048,
  pictureKeptBytes: 4_000_000,
  /** Pictures that may be dropped or pasted together. */
  picturesAtOnce: 20,

  // Questions to people
  /** UTF-16 units of the message, of feedback, and of a text that goes on instead. */
  questionCharacters: 8_000,
  feedbackCharacters: 20_000,
  answerTextCharacters: 150_000,
  picturesPerQuestion: 8,
  redoesPerQuestion: 20,
  approvalDeadlineMinMs: 1_000,
  approvalDeadlineMaxMs: 30 * 24 * 60 * 60_000,
  /** Questions of one run that are open at the same time. */
  openApprovals: 1_000,

  // A person's own code
  /** UTF-16 units of it, and of what it is given. */
  codeCharacters: 50_000,
  codeInputCharacters: 4_000_000,
  /** How long it may run, and how much longer it may keep silent before its worker is ended. */
  codeMs: 2_000,
  codeGraceMs: 1_000,
  /** Until the sandbox is there: it is fetched when it is first needed. */
  codeLoadMs: 30_000,
  /** A sandbox that has nothing to do gives its memory back. */
  codeIdleMs: 30_000,
  codeMemoryBytes: 64 * MIB,
  codeStackBytes: 256 * KIB,

  // Calls
  callsPerRun: 8,
  callsPerProviderAndFlow: 4,
  triesPerCall: 3,
  retryAfterCapMs: 60_000,
  retryBaseMs: 1_000,
  headersDeadlineMs: 60_000,
  idleDeadlineMs: 30_000,
  totalDeadlineMs: 10 * 60_000,
  sseLineBytes: 1 * MIB,
  responseBytes: 16 * MIB,
  messagesPerCall: 1_000,

  // Tools that a model may call
  toolsPerCall: 64,
  toolCallsPerTurn: 64,
  toolDescriptionCharacters: 4_000,
  /** UTF-16 units kept of arguments that are no JSON object. */
  toolRawCharacters: 4_000,
  /** Arrays and objects within one another in the arguments of a call. */
  toolArgumentDepth: 64,

  // Requests to servers of the open web
  httpUrlCharacters: 4_000,
  httpHeaders: 32,
  /** UTF-16 units of all names and values together. */
  httpHeaderCharacters: 8_000,
  httpRedirects: 5,
  httpResponseBytes: 1 * MIB,
  httpHeadersDeadlineMs: 30_000,
  httpIdleDeadlineMs: 15_000,
  /** Redirects included. */
  httpTotalDeadlineMs: 2 * 60_000,

  // Money. Rates are calls that may be started, of all runs that one ring (or the relay's own keys, for a flow) pays.
  ratePersonPerMinute: 600,
  rateFlowPerMinute: 1_200,
  rateProviderPerMinute: 1_200,
  keyChecksPerMinute: 12,
  keysPerRing: 40,
  grantsPerRing: 500,
  grantsPerFlow: 100,
  /** Calls at work at one provider that one ring pays, of all its flows; of one flow `callsPerProviderAndFlow`. */
  callsPerProviderAndRing: 8,
  /** A run sets aside for its next calls what so many like the present one may cost, that one included. */
  callsPerSlice: 4,
  /** What a run has set aside and does not use goes back to all. */
  sliceIdleMs: 3_000,
  /** A call of which nothing was heard for longer keeps nobody else from their turn: no call takes so long. */
  turnLapseMs: 15 * 60_000,
  /** Rows of a ledger that are kept one by one; older ones are summed up by month. */
  ledgerRows: 20_000,
  /** A call of which nobody has said how it ended is settled with all that it holds. */
  holdLapseMs: 24 * 60 * 60_000,

  // Deltas
  deltaWindowMs: 50,
  checkpointIntervalMs: 250,

  // Lease
  leaseMs: 12_000,
  leaseRenewMs: 4_000,
  leaseGraceMs: 2_000,
  claimWindowMs: 200,
  hiddenHostMs: 60_000,
  parkedAutoResumeMs: 10 * 60_000,

  // Connections
  heartbeatMs: 30_000,
  reconnectInitialMs: 1_000,
  reconnectMaxMs: 30_000,
  reconnectAttempts: 999,
  creditFrames: 64,
  hostWindow: 256,
  pollActiveMs: 1_000,
  pollIdleMs: 5_000,

  // Access
  tokenMs: 10 * 60_000,
  ticketMs: 60_000,
  clockToleranceMs: 60_000,
  runRetentionMs: 90 * 24 * 60 * 60_000,
} as const;

/** Bumped when an old client can no longer talk to a new relay. */
export const PROTOCOL_VERSION = 1;
