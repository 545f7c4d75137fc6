"""A dashboard as Grafana's classic JSON. The same spec always gives the same bytes."""

import json
from collections.abc import Callable, Iterable

from grafana_foundation_sdk.builders import bargauge, common, dashboard, prometheus, stat, table, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import common as common_models
from grafana_foundation_sdk.models import dashboard as models
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from dashboards.generator.spec import Board, Kind, Language, Panel, Query, Text

SOURCE = common_models.DataSourceRef(type_val="prometheus", uid="${datasource}")
CONSOLE = "http://127.0.0.1:8081"
OPEN_CONSOLE = Text("Meer in de console", "More in the console")
LEAST_STEP = "1m"
"""A graph's step is never smaller: several scrapes must fall into it."""

type Builder = stat.Panel | timeseries.Panel | bargauge.Panel | table.Panel


def to_json(board: Board, others: Iterable[Board], language: Language) -> str:
    """The file of a dashboard in one language.

    Args:
        board: The dashboard.
        others: All dashboards, which link to each other.
        language: Of titles, descriptions and headings.
    """
    made = (
        dashboard.Dashboard(board.title.of(language))
        .uid(uid(board, language))
        .description(board.about.of(language))
        .tags(["schaduwwacht", language])
        .readonly()
        .refresh("1m")
        .time(board.range, "now")
        .timezone("browser")
        .tooltip(models.DashboardCursorSync.CROSSHAIR)
        .with_variable(dashboard.DatasourceVariable("datasource").label("Prometheus").type("prometheus"))
        .with_variable(
            dashboard.TextBoxVariable("console")
            .label(Text("Adres van de console", "Address of the console").of(language))
            .default_value(CONSOLE)
            .current(models.VariableOption(text=CONSOLE, value=CONSOLE))
        )
    )
    for other in others:
        if other is not board:
            made.link(_link(other.title.of(language), f"/d/{uid(other, language)}", same=True))
    for page, title in board.pages:
        made.link(_link(title.of(language), f"${{console}}{page}"))
    number = 0
    for row in board.rows:
        made.with_row(dashboard.Row(row.title.of(language)))
        for panel in row.panels:
            number += 1
            made.with_panel(_panel(panel, language).id(number))
    plain = json.loads(json.dumps(made.build(), cls=JSONEncoder))
    for links in (plain["links"], *(panel.get("links", []) for panel in plain["panels"])):
        for link in links:
            link.pop("placement", None)  # the SDK hides links in a menu unless told otherwise
    return json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def uid(board: Board, language: Language) -> str:
    """The stable address of a dashboard."""
    return f"schaduwwacht-{board.name}-{language}"


def _link(title: str, url: str, *, same: bool = False) -> dashboard.DashboardLink:
    return (
        dashboard.DashboardLink(title)
        .type(models.DashboardLinkType.LINK)
        .icon("dashboard" if same else "external link")
        .url(url)
        .keep_time(same)
        .include_vars(same)
        .target_blank(not same)
    )


def _panel(panel: Panel, language: Language) -> Builder:
    builder = _BUILDERS[panel.kind](panel)
    (
        builder.title(panel.title.of(language))
        .description(panel.about.of(language))
        .datasource(SOURCE)
        .span(panel.width)
        .height(panel.height)
        .unit(panel.unit)
        .no_value(panel.empty.of(language))
        .interval(LEAST_STEP)
    )
    if panel.unit == "short":
        builder.decimals(0)
    for place, query in enumerate(panel.queries):
        builder.with_target(_target(panel, query, place, language))
    if panel.link:
        builder.links([_link(OPEN_CONSOLE.of(language), f"${{console}}{panel.link}")])
    _colours(builder, panel)
    if isinstance(builder, table.Panel):
        _columns(builder, panel, language)
    else:
        _names(builder, panel, language)
    return builder


def _target(panel: Panel, query: Query, place: int, language: Language) -> prometheus.Dataquery:
    made = prometheus.Dataquery().expr(query.expr).ref_id(chr(ord("A") + place))
    if panel.kind in (Kind.BARS, Kind.LINES):
        made.range()
    else:
        made.instant()
    if panel.kind in (Kind.TABLE, Kind.MATRIX):
        return made.format(PromQueryFormat.TABLE)
    legend = query.legend.of(language) if isinstance(query.legend, Text) else query.legend
    return made.legend_format(legend or panel.title.of(language))


def _stat(panel: Panel) -> stat.Panel:
    named = common_models.BigValueTextMode.NAME if panel.names else common_models.BigValueTextMode.VALUE
    return (
        stat.Panel()
        .graph_mode(common_models.BigValueGraphMode.NONE)
        .color_mode(common_models.BigValueColorMode.VALUE)
        .text_mode(named)
        .reduce_options(_last())
    )


def _last() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"])


def _bars(panel: Panel) -> timeseries.Panel:
    return (
        _series(panel)
        .draw_style(common_models.GraphDrawStyle.BARS)
        .fill_opacity(80)
        .line_width(0)
        .stacking(common.StackingConfig().mode(common_models.StackingMode.NORMAL))
    )


def _lines(panel: Panel) -> timeseries.Panel:
    made = _series(panel).draw_style(common_models.GraphDrawStyle.LINE).fill_opacity(5).line_width(2)
    if panel.steps:
        style = common_models.GraphThresholdsStyleMode.DASHED
        made.thresholds_style(common.GraphThresholdsStyleConfig().mode(style))
    return made


def _series(panel: Panel) -> timeseries.Panel:
    made = timeseries.Panel().legend(
        common.VizLegendOptions()
        .display_mode(common_models.LegendDisplayMode.LIST)
        .placement(common_models.LegendPlacement.BOTTOM)
        .show_legend(True)  # noqa: FBT003 - the library's signature
    )
    if panel.low is not None:
        made.min(panel.low)
    if panel.high is not None:
        made.max(panel.high)
    return made


def _gauge(_: Panel) -> bargauge.Panel:
    return (
        bargauge.Panel()
        .orientation(common_models.VizOrientation.HORIZONTAL)
        .display_mode(common_models.BarGaugeDisplayMode.BASIC)
        .reduce_options(_last())
        .min(0)
    )


def _table(_: Panel) -> table.Panel:
    return table.Panel().show_header(True)  # noqa: FBT003 - the library's signature


_BUILDERS: dict[Kind, Callable[[Panel], Builder]] = {
    Kind.STAT: _stat,
    Kind.BARS: _bars,
    Kind.LINES: _lines,
    Kind.GAUGE: _gauge,
    Kind.TABLE: _table,
    Kind.MATRIX: _table,
}


def _colours(builder: Builder, panel: Panel) -> None:
    """Thresholds where the panel has them; else each series has its own colour."""
    steps = [models.Threshold(value, color) for value, color in panel.steps]
    if steps:
        builder.thresholds(dashboard.ThresholdsConfig().mode(models.ThresholdsMode.ABSOLUTE).steps(steps))
    by_value = steps and panel.kind is not Kind.LINES
    mode = models.FieldColorModeId.THRESHOLDS if by_value else models.FieldColorModeId.PALETTE_CLASSIC_BY_NAME
    builder.color_scheme(dashboard.FieldColor().mode(mode))


def _names(builder: Builder, panel: Panel, language: Language) -> None:
    """Values of labels in the reader's language, always in the same colour."""
    for name, value in panel.values.items():
        properties = [models.DynamicConfigValue("displayName", value.text.of(language))]
        if value.color:
            colour = {"mode": "fixed", "fixedColor": value.color}
            properties.append(models.DynamicConfigValue("color", colour))
        builder.override_by_name(name, properties)


def _columns(builder: table.Panel, panel: Panel, language: Language) -> None:
    """Headings, and the numbers of all queries side by side."""
    words = {name: value.text.of(language) for name, value in panel.values.items()}
    shown: dict[str, models.ValueMappingResult] = {
        name: models.ValueMappingResult(text=word) for name, word in words.items()
    }
    if shown:
        builder.mappings([models.ValueMap(options=shown)])
    labels = [label for label, _ in panel.columns]
    headings = {label: heading.of(language) for label, heading in panel.columns}
    if panel.kind is Kind.MATRIX:
        row, column = labels
        options: dict[str, object] = {"rowField": row, "columnField": column, "valueField": "Value"}
        _transform(builder, "groupingToMatrix", options)
        corner = f"{row}\\{column}"
        order = {name: place for place, name in enumerate([corner, *words])}
        names = words | {corner: headings[row]}
        _transform(builder, "organize", {"indexByName": order, "renameByName": names})
        return
    _transform(builder, "merge", {})
    # Else a row that only one query has would say in the other's cell what an empty panel says.
    builder.override_by_field_type("number", [models.DynamicConfigValue("noValue", "0")])
    numbers = {}
    for place, query in enumerate(panel.queries):
        field = "Value" if len(panel.queries) == 1 else f"Value #{chr(ord('A') + place)}"
        numbers[field] = query.legend.of(language) if isinstance(query.legend, Text) else query.legend
    _transform(
        builder,
        "organize",
        {
            "excludeByName": {"Time": True},
            "indexByName": {name: place for place, name in enumerate([*labels, *numbers])},
            "renameByName": headings | numbers,
        },
    )
    first = next(iter(numbers.values()))
    builder.sort_by([common.TableSortByFieldState().display_name(first).desc(True)])  # noqa: FBT003 - as above


def _transform(builder: table.Panel, name: str, options: dict[str, object]) -> None:
    builder.with_transformation(models.DataTransformerConfig(id_val=name, options=options))
