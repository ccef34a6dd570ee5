package recap.experiments;

import java.util.List;
import java.util.Map;
import recap.report.Figure;
import tech.tablesaw.api.Table;

/**
 * What the records of an experiment at one scale amount to.
 *
 * @param findings a verdict for each claim
 * @param tables by file name without ending
 * @param charts by file name without ending
 */
public record Conclusion(
    List<Finding> findings, Map<String, Table> tables, Map<String, Figure> charts) {}
