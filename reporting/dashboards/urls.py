from django.urls import path
from django.utils.translation import gettext_lazy as _

from reporting.dashboards import comparing, views

app_name = "dashboards"

urlpatterns = [
    path("", views.home, name="home"),
    path(_("groups/<str:code>/"), views.group, name="group"),
    path(_("indicators/<str:code>/"), views.indicator, name="indicator"),
    path(_("indicators/<str:code>/figures.csv"), views.indicator_file, {"ending": "csv"}, name="indicator_file"),
    path(_("indicators/<str:code>/figures.csv-metadata.json"), views.described, name="indicator_described"),
    path(_("indicators/<str:code>/figures.xlsx"), views.indicator_file, {"ending": "xlsx"}, name="indicator_xlsx"),
    path(_("indicators/<str:code>/figures.ods"), views.indicator_file, {"ending": "ods"}, name="indicator_ods"),
    path(_("figures/R<int:number>/<str:measure>/<str:cohort>/<str:period>/"), views.figure, name="figure"),
    path(_("figures/R<int:number>/<str:measure>/<str:cohort>/<str:period>/<str:area>/"), views.figure, name="figure_in_area"),
    path(_("regions/"), views.regions, name="regions"),
    path(_("regions/<str:name>/"), views.region, name="region"),
    path(_("indicators/<str:code>/chart.svg"), views.chart_file, {"ending": "svg"}, name="chart_svg"),
    path(_("indicators/<str:code>/chart.png"), views.chart_file, {"ending": "png"}, name="chart_png"),
    path(_("compare/"), comparing.compare, name="compare"),
    path(_("compare/figures.csv"), comparing.compare_file, {"ending": "csv"}, name="compare_file"),
    path(_("compare/figures.xlsx"), comparing.compare_file, {"ending": "xlsx"}, name="compare_xlsx"),
    path(_("compare/figures.ods"), comparing.compare_file, {"ending": "ods"}, name="compare_ods"),
    path(_("compare/chart.svg"), comparing.compare_picture, {"ending": "svg"}, name="compare_svg"),
    path(_("compare/chart.png"), comparing.compare_picture, {"ending": "png"}, name="compare_png"),
    path(_("needs/"), comparing.needs, name="needs"),
    path(_("needs/figures.csv"), comparing.needs_file, {"ending": "csv"}, name="needs_file"),
    path(_("needs/figures.xlsx"), comparing.needs_file, {"ending": "xlsx"}, name="needs_xlsx"),
    path(_("needs/figures.ods"), comparing.needs_file, {"ending": "ods"}, name="needs_ods"),
    path(_("overlaps/"), comparing.overlaps, name="overlaps"),
    path(_("overlaps/figures.csv"), comparing.overlaps_file, {"ending": "csv"}, name="overlaps_file"),
    path(_("overlaps/figures.xlsx"), comparing.overlaps_file, {"ending": "xlsx"}, name="overlaps_xlsx"),
    path(_("overlaps/figures.ods"), comparing.overlaps_file, {"ending": "ods"}, name="overlaps_ods"),
    path(_("overlaps/chart.svg"), comparing.overlaps_picture, {"ending": "svg"}, name="overlaps_svg"),
    path(_("overlaps/chart.png"), comparing.overlaps_picture, {"ending": "png"}, name="overlaps_png"),
    path(_("disproportionality/"), comparing.disproportionality, name="disproportionality"),
    path(
        _("disproportionality/figures.csv"), comparing.disproportionality_file, {"ending": "csv"}, name="disproportionality_file"
    ),
    path(
        _("disproportionality/figures.xlsx"),
        comparing.disproportionality_file,
        {"ending": "xlsx"},
        name="disproportionality_xlsx",
    ),
    path(
        _("disproportionality/figures.ods"), comparing.disproportionality_file, {"ending": "ods"}, name="disproportionality_ods"
    ),
    path(_("scorecards/<slug:plan>/"), views.scorecard, name="scorecard"),
    path(
        _("disproportionality/chart.svg"), comparing.disproportionality_picture, {"ending": "svg"}, name="disproportionality_svg"
    ),
    path(
        _("disproportionality/chart.png"), comparing.disproportionality_picture, {"ending": "png"}, name="disproportionality_png"
    ),
    path(_("methods/"), views.methods, name="methods"),
    path(_("data/"), views.api, name="api"),
    path(_("data/all-figures.csv"), views.all_figures, {"ending": "csv"}, name="all_figures"),
    path(_("data/all-figures.csv-metadata.json"), views.described, name="all_described"),
    path(_("data/all-figures.xlsx"), views.all_figures, {"ending": "xlsx"}, name="all_xlsx"),
    path(_("data/all-figures.ods"), views.all_figures, {"ending": "ods"}, name="all_ods"),
]
