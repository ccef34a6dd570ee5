package recap.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import recap.experiments.Experiment;
import recap.experiments.Experiments;
import recap.experiments.Home;
import recap.experiments.Verification;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.onednn.Threads;
import recap.train.Progress;
import recap.train.TrainingListener;

/** {@code recap verify}: the beginning of a recorded run once more, bit for bit. */
@Command(
    name = "verify",
    description = "Repeats the first points of a recorded run and compares every bit.",
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "a run's id, the beginning of one, or the path of its record")
  private String run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    RunRecord record = find();
    Threads.set(record.machine().threads());
    Experiment experiment = Experiments.of(record.spec().experiment());
    var out = spec.commandLine().getOut();
    Verification verification;
    try (var line = new StatusLine(out)) {
      verification =
          Verification.of(experiment, record, record.machine().threads(), listener(line));
    }
    out.printf("%s %s seed %d%n", record.spec().experiment(), record.arm(), record.seed());
    verification.lines().forEach(out::println);
    out.println(verification.same() ? "verified: the same bits" : "not verified");
    out.flush();
    return verification.same() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static TrainingListener listener(StatusLine line) {
    return new TrainingListener() {
      @Override
      public void progress(Progress progress) {
        line.show("iteration " + progress.iteration() + " of " + progress.iterations());
      }
    };
  }

  private RunRecord find() {
    if (run.endsWith(".json") && Files.exists(Path.of(run))) {
      return RunStore.read(Path.of(run));
    }
    List<RunRecord> found = new ArrayList<>();
    for (Experiment experiment : Experiments.all()) {
      for (Scale scale : Scale.values()) {
        RunStore.at(Home.results(), experiment.id(), scale).records().stream()
            .filter(r -> r.status().complete())
            .filter(r -> r.run().startsWith(run) || r.spec().fileName().equals(run))
            .forEach(found::add);
      }
    }
    if (found.size() != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "run: expected the id of one complete run, received '%s', which fits %d; see the names of"
                  .formatted(run, found.size())
              + " the files under results/*/*/runs");
    }
    return found.get(0);
  }
}
