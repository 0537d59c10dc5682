import { DEFAULT_ACCOUNT_QUOTAS } from "./account-quotas.ts";
import { createCloudFront } from "./cloudfront/cloudfront.ts";
import { systemClock } from "./clock.ts";
import { serveControl } from "./control.ts";
import { startEdge } from "./edge/edge.ts";
import { createEncoders } from "./encoder/encoder.ts";
import { startFfmpegSource } from "./encoder/inputs/ffmpeg-source.ts";
import { createPushEndpoints } from "./encoder/inputs/push-endpoints.ts";
import { createRtmpIngest } from "./encoder/inputs/rtmp/ingest.ts";
import { createRtpIngest } from "./encoder/inputs/rtp-ingest.ts";
import { chooseSource } from "./encoder/sources.ts";
import { createTestPattern } from "./encoder/test-pattern/test-pattern.ts";
import { createGate, type FaultGate } from "./faults.ts";
import { createIam } from "./iam/iam.ts";
import { RANDOM, seededIdentifiers, uuidOf } from "./identifiers.ts";
import { checkPolicy, evaluatePolicy } from "./iam/policy.ts";
import { portOf } from "./loopback.ts";
import { createMediaLive } from "./medialive/medialive.ts";
import { type AccountLimits, ON_DEMAND, PROVISIONED } from "./momento/limits.ts";
import { startMomento } from "./momento/momento.ts";
import type { RunningSandbox, SandboxOptions } from "./options.ts";
import { createPricing } from "./pricing/pricing.ts";
import { createRequestLog } from "./request-log.ts";
import { createOwnFiles } from "./own-files.ts";
import { createScheduler } from "./scheduler/scheduler.ts";
import { createServiceQuotas } from "./service-quotas/service-quotas.ts";
import { serve } from "./serve.ts";
import { createSsm } from "./ssm/ssm.ts";
import { createSts } from "./sts/sts.ts";
import { serveTestPattern } from "./test-pattern-url.ts";
import { startTls } from "./tls/tls.ts";
import type { WireService } from "./wire.ts";
import type { World } from "./world.ts";

type Closable = { close(): Promise<void> };

/** The account of AWS's own examples. */
const ACCOUNT = "111122223333";
const REGION = "us-west-2";
/** RTMP inputs use port 1935 (MediaLive user guide). */
const RTMP_PORT = 1935;

/**
 * Starts all emulators on loopback. Rejects when a fixed port is in use (an error with code EADDRINUSE), and with a policy
 * that cannot be evaluated; nothing stays open then.
 */
export async function startEmulators(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const closing = new AbortController();
  const open: Closable[] = [];
  const close = async (): Promise<void> => {
    closing.abort(new Error("the sandbox is closing"));
    for (const one of open.splice(0).toReversed()) await one.close();
  };
  try {
    const opened = async <T extends Closable>(starting: Promise<T> | T): Promise<T> => {
      const started = await starting;
      open.push(started);
      return started;
    };
    return { ...(await compose(options, closing.signal, opened)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What is opened is closed in the opposite order: encoders before the origin that they upload to. */
async function compose(
  options: SandboxOptions,
  closing: AbortSignal,
  opened: <T extends Closable>(starting: Promise<T> | T) => Promise<T>,
): Promise<Omit<RunningSandbox, "close">> {
  const { ports = {}, tempDir } = options;
  const log = createRequestLog(() => world.clock.now(), options.log);
  const { world, gate } = createWorld(options, closing, (line) => log.add(line));
  const note = (text: string): void =>
    world.log({ service: "encoder", operation: "Input", status: 200, note: text });

  const quotas = { ...DEFAULT_ACCOUNT_QUOTAS, ...options.quotas };

  const momento = await opened(
    startMomento(world, {
      limits: { ...accountLimits(options.accountLimits), hotStorageMiB: options.memoryMiB },
      restPort: ports.momentoRest,
      grpcPort: ports.momentoGrpc,
      accountPort: ports.momentoAccount,
    }),
  );
  const pattern = await opened(serveTestPattern(world, ports.testPattern));
  const files = createOwnFiles(pattern.url);
  // What an input may be pulled from: the test pattern's listener, the origin, the edges, and what its user names.
  const ownPorts = new Set([pattern.url, momento.restUrl].map(portOf));
  const rtmp = await opened(
    createRtmpIngest({ port: options.rtmpPort ?? RTMP_PORT, clock: world.clock, note }),
  );
  const rtp = await opened(createRtpIngest(world.clock, note));
  // A port that was asked for is taken at once; the default one only by the first input that needs it.
  const rtmpPort = options.rtmpPort === undefined ? RTMP_PORT : await rtmp.listen();
  const pushEndpoints = createPushEndpoints({ rtmp, rtp, note });
  const encoders = await opened(
    createEncoders(world, {
      startSource: chooseSource({
        testPattern: createTestPattern(world.clock),
        realInput: startFfmpegSource({
          ffmpegPath: options.ffmpegPath,
          rtmp,
          rtp,
          clock: world.clock,
          note,
          isOwnPort: (port) => ownPorts.has(port),
          ownFile: (url) => files.pathOf(url),
        }),
        isTestPattern: (url) => url === pattern.patternUrl,
      }),
    }),
  );
  const iam = await opened(createIam(world));
  const ssm = await opened(createSsm(world, { region: REGION }));
  const cloudfront = await opened(
    createCloudFront(world, {
      quotas,
      async onDistribution(identity) {
        const edge = await startEdge(world, identity);
        const port = portOf(edge.domainName);
        ownPorts.add(port);
        const close = async (): Promise<void> => {
          ownPorts.delete(port);
          await edge.close();
        };
        return { ...edge, bytes: () => edge.bytes(), close };
      },
    }),
  );
  const medialive = await opened(
    createMediaLive(world, {
      iam,
      ssm,
      startEncoder: (job) => encoders.startEncoder(job),
      onPushInput: (input) => pushEndpoints.update(input),
      region: REGION,
      quotas,
      rtmpPort,
      isOwnPort: (port) => ownPorts.has(port),
    }),
  );
  const scheduler = await opened(
    createScheduler({ world, iam, targets: { medialive: medialive.service } }, { region: REGION }),
  );
  const emulators = [momento, iam, ssm, cloudfront, medialive, scheduler];
  const inventory: RunningSandbox["inventory"] = () => emulators.flatMap((one) => one.inventory());

  const listen = async (service: WireService, port: number | undefined): Promise<string> =>
    (await opened(serve(world, service, { port: port ?? 0 }))).url;
  const control = await opened(
    serveControl(world, {
      faults: gate,
      log,
      inventory,
      pullPorts: ownPorts,
      port: ports.control,
    }),
  );
  const tls =
    options.tls === true
      ? await opened(startTls(world, momento, { port: ports.tlsProxy, tempDir }))
      : undefined;
  return {
    id: world.id,
    account: world.account,
    endpoints: {
      medialive: await listen(medialive.service, ports.medialive),
      cloudfront: await listen(cloudfront.service, ports.cloudfront),
      iam: await listen(iam.service, ports.iam),
      sts: await listen(createSts(world).service, ports.sts),
      ssm: await listen(ssm.service, ports.ssm),
      scheduler: await listen(scheduler.service, ports.scheduler),
      pricing: await listen(createPricing().service, ports.pricing),
      serviceQuotas: await listen(
        createServiceQuotas(world, { quotas, region: REGION }).service,
        ports.serviceQuotas,
      ),
      momentoRest: momento.restUrl,
      momentoGrpc: momento.grpcTarget,
      momentoAccount: momento.accountUrl,
      control: control.url,
    },
    momentoApiKey: momento.superUserKey,
    momentoSessionToken: momento.sessionToken,
    momentoAccountKey: momento.ownerKey,
    defaults: { region: REGION, input: { type: "mp4-file", url: pattern.patternUrl } },
    rtmpPort: typeof rtmpPort === "number" ? rtmpPort : RTMP_PORT,
    files: { url: files.url, key: files.key },
    tls,
    inventory,
    setFaults: (faults) => gate.set(faults),
  };
}

function accountLimits(given: SandboxOptions["accountLimits"]): AccountLimits {
  if (given === "on-demand") return ON_DEMAND;
  return given === "provisioned" ? PROVISIONED : { ...PROVISIONED, ...given };
}

function createWorld(
  {
    clock = systemClock,
    policy,
    faults,
    onCall,
    latency = "brief",
    transitionsMs,
    readings,
    seed,
  }: SandboxOptions,
  closing: AbortSignal,
  log: World["log"],
): { readonly world: World; readonly gate: FaultGate } {
  if (policy !== undefined) checkPolicy(policy);
  const gate = createGate({ faults, onCall, clock, closing });
  const ids = seed === undefined ? RANDOM : seededIdentifiers(seed);
  const world: World = {
    id: uuidOf(ids),
    ids,
    clock,
    gate,
    latency,
    transitionsMs,
    readings,
    account: ACCOUNT,
    log,
    allows: (action, resource, context) =>
      policy === undefined || evaluatePolicy({ document: policy, action, resource, context }),
    closing,
  };
  return { world, gate };
}
