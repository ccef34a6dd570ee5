package recap.experiments.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import recap.experiments.bench.Server;
import recap.experiments.bench.Work;
import recap.onednn.Precision;
import recap.onednn.Threads;

/** {@code recap bench-side}: one side of a race in a process of its own; bench starts it. */
@Command(
    name = "bench-side",
    hidden = true,
    description = "One side of a race, driven over standard input; recap bench starts it.",
    mixinStandardHelpOptions = true)
public final class BenchSideCommand implements Callable<Integer> {
  /** Who computes. */
  enum Side {
    OURS,
    FLOOR
  }

  @Parameters(paramLabel = "SIDE", description = "ours or floor")
  private Side side;

  @Parameters(paramLabel = "NETWORK")
  private String network;

  @Parameters(paramLabel = "BATCH")
  private int batch;

  @Parameters(paramLabel = "PRECISION")
  private Precision precision;

  @Parameters(paramLabel = "MODE")
  private BenchCommand.Step step;

  @Parameters(paramLabel = "THREADS")
  private int threads;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Threads.set(threads);
    Server.serve(
        new Work(network, batch, precision, step.mode()),
        side == Side.FLOOR,
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        spec.commandLine().getOut());
    return ExitCode.OK;
  }
}
