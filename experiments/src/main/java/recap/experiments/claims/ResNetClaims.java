package recap.experiments.claims;

import static java.util.Map.entry;
import static recap.experiments.claims.Counts.account;
import static recap.experiments.claims.Counts.billions;
import static recap.experiments.claims.Counts.convolutions;
import static recap.experiments.claims.Counts.n;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import recap.account.Account;
import recap.account.Row;
import recap.nn.Shape;

/** Residual networks: what their blocks cost and how deep they are. */
final class ResNetClaims {
  /** A block that neither shrinks nor widens, so that nothing but its convolutions costs. */
  private static final String BLOCK = "layer1.1.";

  static final Map<String, Function<Models, Answer>> COMPUTATIONS =
      Map.ofEntries(
          entry("resnet-basic-flops", models -> block(models, "resnet34")),
          entry("resnet-bottleneck-flops", models -> block(models, "resnet50_paper")),
          entry("resnet-18-layers", models -> depth(models, "resnet18")),
          entry("resnet-152", models -> depth(models, "resnet152")),
          entry("resnet-34-vs-vgg", ResNetClaims::againstVgg),
          entry("resnet-50-vs-34", ResNetClaims::bottleneckOrNot));

  private ResNetClaims() {}

  private static Answer block(Models models, String model) {
    List<Row> rows =
        account(models.get(model)).rows().stream()
            .filter(row -> row.name().startsWith(BLOCK) && row.macs() > 0)
            .toList();
    Shape inner = rows.get(0).output();
    double unit = (double) inner.elements() * inner.channels();
    long macs = rows.stream().mapToLong(Row::macs).sum();
    return Answer.number(
        macs / unit,
        "%s block %s with C = %d on %dx%d: %s multiply-accumulates; by convolution %s H W C^2",
        model,
        BLOCK.substring(0, BLOCK.length() - 1),
        inner.channels(),
        inner.height(),
        inner.width(),
        n(macs),
        rows.stream().map(row -> Math.round(row.macs() / unit)).toList());
  }

  private static Answer depth(Models models, String model) {
    Account account = account(models.get(model));
    return Answer.number(
        account.depth(),
        "on the longest path; with the %d projections beside it there are %d convolutions",
        convolutions(account.network()).size() + 1 - account.depth(),
        convolutions(account.network()).size());
  }

  private static Answer againstVgg(Models models) {
    long resnet = models.get("resnet34").macs();
    long vgg = models.get("vgg16").macs();
    return Answer.number(
        (double) vgg / resnet,
        "VGG-16 %s multiply-accumulates, ResNet-34 with projections %s",
        billions(vgg),
        billions(resnet));
  }

  private static Answer bottleneckOrNot(Models models) {
    long fifty = models.get("resnet50_paper").macs();
    long thirtyFour = models.get("resnet34_paper").macs();
    return Answer.numbers(
        List.of(fifty / 1e9, thirtyFour / 1e9),
        "as the paper builds them: ResNet-50 with the stride on a block's first 1x1 (on its 3x3, as in"
            + " torchvision, it takes %s), ResNet-34 with zero-padded shortcuts (with projections it"
            + " takes %s)",
        billions(models.get("resnet50").macs()),
        billions(models.get("resnet34").macs()));
  }
}
