package recap.experiments.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import recap.account.Account;
import recap.experiments.claims.PublishedAccuracy;
import recap.nn.Network;
import recap.nn.Shape;
import recap.report.Charts;
import recap.report.Figure;
import recap.zoo.Zoo;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Models side by side: published accuracy, computed cost and, where measured, time. */
public final class Comparison {
  /**
   * One model.
   *
   * @param accuracy as published, where it is
   * @param milliseconds of a forward pass of one image, where it was measured
   */
  public record Entry(
      Account account, Optional<PublishedAccuracy> accuracy, OptionalDouble milliseconds) {
    /** The model's name in the zoo. */
    public String name() {
      return account.network().name();
    }
  }

  private final List<Entry> entries;

  /** These models in this order. */
  public Comparison(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** Models of the zoo for their papers' inputs. */
  public static Comparison of(String... models) {
    var entries = new ArrayList<Entry>();
    for (String model : models) {
      entries.add(entry(Zoo.build(model), OptionalDouble.empty()));
    }
    return new Comparison(entries);
  }

  /** A model with the time of its forward pass, if it was measured. */
  public static Entry entry(Network network, OptionalDouble milliseconds) {
    return new Entry(Account.of(network, 1), PublishedAccuracy.of(network.name()), milliseconds);
  }

  /** One row a model; bytes are those of all outputs of one sample in float32. */
  public Table table() {
    Table table =
        Table.create(
            "comparison",
            StringColumn.create("model", entries.stream().map(Entry::name).toList()),
            StringColumn.create("input", entries.stream().map(e -> input(e).toString()).toList()),
            DoubleColumn.create(
                "top1_percent",
                entries.stream()
                    .mapToDouble(e -> e.accuracy().map(a -> a.top1()).orElse(Double.NaN))
                    .toArray()),
            LongColumn.create(
                "parameters", entries.stream().mapToLong(e -> e.account().parameters()).toArray()),
            LongColumn.create(
                "macs", entries.stream().mapToLong(e -> e.account().macs()).toArray()),
            LongColumn.create(
                "activation_bytes",
                entries.stream().mapToLong(e -> e.account().activationBytes()).toArray()));
    if (entries.stream().anyMatch(entry -> entry.milliseconds().isPresent())) {
      table.addColumns(
          DoubleColumn.create(
              "milliseconds",
              entries.stream().mapToDouble(e -> e.milliseconds().orElse(Double.NaN)).toArray()));
    }
    return table;
  }

  private static Shape input(Entry entry) {
    return entry.account().network().input().shape();
  }

  /** The models without published accuracy, which the ball chart leaves out. */
  public List<String> withoutAccuracy() {
    return entries.stream().filter(e -> e.accuracy().isEmpty()).map(Entry::name).toList();
  }

  /** The lecture's ball chart; empty where no model has a published accuracy. */
  public Optional<Figure> balls() {
    if (withoutAccuracy().size() == entries.size()) {
      return Optional.empty();
    }
    var chart =
        Charts.balls(
                "Published accuracy over computed operations",
                "multiply-accumulates of one image (G)",
                "top-1 accuracy on ImageNet (%)")
            .sizes("parameters (M)")
            .caption(
                "Accuracy: as published with the weights, one crop. Operations and parameters:"
                    + " computed by Recap.");
    for (Entry entry : entries) {
      entry
          .accuracy()
          .ifPresent(
              accuracy ->
                  chart.ball(
                      entry.name(),
                      family(entry.name()),
                      entry.account().macs() / 1e9,
                      accuracy.top1(),
                      entry.account().parameters() / 1e6));
    }
    return Optional.of(chart.figure());
  }

  /**
   * {@code resnet} of {@code resnet152}: the letters in front. GoogLeNet is the first Inception.
   */
  static String family(String name) {
    String letters = name.replaceFirst("[^a-z].*", "");
    return letters.equals("inception") ? "googlenet" : letters;
  }

  /**
   * Time over operations; empty where nothing was measured.
   *
   * @param machine what it was measured on, for the caption
   */
  public Optional<Figure> times(String machine) {
    var measured = entries.stream().filter(e -> e.milliseconds().isPresent()).toList();
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    var chart =
        Charts.balls(
                "Measured forward time over computed operations",
                "multiply-accumulates of one image (G)",
                "forward pass of one image (ms)")
            .sizes("parameters (M)")
            .caption("Batch 1, float32, median of repeated passes. " + machine);
    for (Entry entry : measured) {
      chart.ball(
          entry.name(),
          family(entry.name()),
          entry.account().macs() / 1e9,
          entry.milliseconds().getAsDouble(),
          entry.account().parameters() / 1e6);
    }
    return Optional.of(chart.figure());
  }
}
