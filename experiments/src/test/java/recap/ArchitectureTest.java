package recap;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom, between the project's packages and towards native code. */
class ArchitectureTest {
  private static final JavaClasses RECAP =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // A module of its own, used by tests alone.
          .withImportOption(location -> !location.contains("/recap/fuzz/"))
          .importPackages("recap");

  /** Whatever reaches out of Java: oneDNN's binding, JNA, and what Java has itself. */
  private static final String[] NATIVE = {
    "org.bytedeco..", "com.sun.jna..", "sun.misc..", "java.lang.foreign.."
  };

  private static final Set<JavaModifier> OPEN = Set.of(JavaModifier.PUBLIC, JavaModifier.PROTECTED);

  /** The packages of {@code lib/nn}. */
  private static final String[] PURE = {
    "recap.nn..", "recap.io..", "recap.account..", "recap.zoo..", "recap.draw.."
  };

  private static final List<String> LIBRARY =
      List.of("io", "nn", "account", "zoo", "draw", "data", "onednn", "train", "report");

  /** For each package the others that it may use; {@code experiments} may use all of them. */
  private static final Map<String, List<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("io", List.of()),
          Map.entry("nn", List.of()),
          Map.entry("account", List.of("nn")),
          Map.entry("zoo", List.of("nn")),
          Map.entry("draw", List.of("nn", "account")),
          Map.entry("data", List.of("io", "nn")),
          Map.entry("onednn", List.of("nn")),
          Map.entry("train", List.of("io", "nn", "onednn", "data")),
          Map.entry("report", List.of("io", "nn", "account")),
          Map.entry("jupyter", LIBRARY),
          Map.entry("labs", LIBRARY));

  static Stream<String> packages() {
    return ALLOWED.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageUsesOnlyWhatItMay(String name) {
    var own = Stream.concat(Stream.of(name), ALLOWED.get(name).stream());
    String[] allowed = own.map(other -> "recap." + other + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("recap." + name + "..")
        .should()
        .dependOnClassesThat(resideInAPackage("recap..").and(not(resideInAnyPackage(allowed))))
        .check(RECAP);
  }

  @Test
  void layersNeedNothingButJava() {
    classes()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .onlyDependOnClassesThat(resideInAPackage("java..").or(resideInAnyPackage(PURE)))
        .check(RECAP);
  }

  @Test
  void onlyOnePackageSeesNativeCode() {
    noClasses()
        .that()
        .resideOutsideOfPackage("recap.onednn..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(NATIVE)
        .check(RECAP);
  }

  @Test
  void noNativeTypeIsInAPublicSignature() {
    assertThat(RECAP.stream())
        .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .flatExtracting(JavaClass::getMembers)
        .filteredOn(member -> !Collections.disjoint(member.getModifiers(), OPEN))
        .filteredOn(
            member -> member.getAllInvolvedRawTypes().stream().anyMatch(resideInAnyPackage(NATIVE)))
        .isEmpty();
  }

  /** What a student's kernel loads must not even name what the judge knows. */
  @Test
  void studentsSideOfTheLabsDoesNotKnowTheJudge() {
    noClasses()
        .that()
        .resideInAPackage("recap.labs..")
        .and()
        .resideOutsideOfPackage("recap.labs.judge..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("recap.labs.judge..")
        .check(RECAP);
  }

  @Test
  void packagesFormNoCircle() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(RECAP);
  }

  @Test
  void everyPackageHasItsRule() {
    assertThat(RECAP.stream().map(c -> c.getPackageName().split("\\.")))
        .filteredOn(parts -> parts.length > 1)
        .extracting(parts -> parts[1])
        .isSubsetOf(Stream.concat(packages(), Stream.of("experiments")).toList());
  }
}
