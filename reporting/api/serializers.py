"""What the API's answers look like: the words of the schema."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from priority_groups.content import Text


class TextField(serializers.Field[Text, None, dict[str, str | None], Text]):
    """Words in both languages; `cy` is null where there is no Welsh yet."""

    def to_representation(self, value: Text) -> dict[str, str | None]:
        return {"en": value.en, "cy": value.cy}


class WordsSerializer(serializers.Serializer[Text]):
    """English and Welsh; `cy` is null where there is no Welsh yet."""

    en = serializers.CharField()
    cy = serializers.CharField(allow_null=True)


Words = extend_schema_field(WordsSerializer)(TextField)


class ObservationSerializer(serializers.Serializer[object]):
    """A published figure. What a symbol hides is null, never 0."""

    release = serializers.CharField(help_text="The release it is of: R3.")
    group = serializers.CharField(help_text="Priority group; empty for everyone, and for measures beside an indicator's.")
    indicator = serializers.CharField(
        help_text="Indicator of the Framework; empty for everyone, and for measures beside an indicator's."
    )
    cohort = serializers.CharField()
    measure = serializers.CharField()
    area_code = serializers.CharField()
    area_name = serializers.CharField(help_text="In the language of Accept-Language, en or cy.")
    period = serializers.CharField(help_text="A quarter, 2023Q1, or a year by its last month, YE2019-03.")
    breakdown = serializers.CharField(help_text="Empty for a total.")
    category = serializers.CharField(help_text="Empty for a total.")
    numerator = serializers.FloatField(allow_null=True, help_text="A count, or an exact sum of predictions.")
    denominator = serializers.IntegerField(allow_null=True)
    value = serializers.FloatField(allow_null=True, help_text="At its published precision, in `unit`.")
    lower = serializers.FloatField(allow_null=True, help_text="Lower end of the 95% interval.")
    upper = serializers.FloatField(allow_null=True, help_text="Upper end of the 95% interval.")
    unit = serializers.CharField(help_text="people, percent (28.0 is 28.0%), ratio …")
    symbol = serializers.ChoiceField(
        choices=["", "c", "x", "z", "u", "p", "r"],
        help_text="c suppressed, x not available, z not applicable, u too few cases, p provisional, r revised.",
    )
    vintage = serializers.CharField(help_text="Edition of the source, year and month.")


class IndicatorSerializer(serializers.Serializer[object]):
    """An indicator of effectiveness, in the Framework's own words."""

    code = serializers.CharField()
    framework = serializers.CharField()
    group = serializers.CharField()
    words = Words()
    cohorts = serializers.ListField(child=serializers.CharField())
    measure = serializers.CharField()
    direction = serializers.ChoiceField(choices=["up", "down", "none"], help_text="Which way is good.")
    note = Words(allow_null=True, help_text="Where the Framework's words slip.")
    has_data = serializers.BooleanField(help_text="Whether the latest release has figures for it.")


class CohortSerializer(serializers.Serializer[object]):
    """A population that can be counted. Cohorts overlap: never add them together."""

    code = serializers.CharField()
    title = Words()


class GroupSerializer(serializers.Serializer[object]):
    """A priority group of a framework."""

    framework = serializers.CharField()
    code = serializers.CharField()
    title = Words()
    cohorts = CohortSerializer(many=True)
    indicators = serializers.ListField(child=serializers.CharField())


class AreaSerializer(serializers.Serializer[object]):
    """A place that figures are given for."""

    code = serializers.CharField()
    name = Words()
    kind = serializers.ChoiceField(choices=["country", "region", "local_authority", "unknown", "comparator"])
    within = serializers.CharField(source="parent", allow_null=True, help_text="The area that it lies in.")


class ReleaseSerializer(serializers.Serializer[object]):
    """A published release: it never changes."""

    release = serializers.CharField(source="name")
    number = serializers.IntegerField(source="id")
    published_at = serializers.DateTimeField()
    data_as_at = serializers.DateField(allow_null=True)
    content_hash = serializers.CharField(help_text="SHA-256 of its figures; equal figures have equal hashes.")
    note = serializers.CharField()
    observation_count = serializers.IntegerField()


class WithdrawnSerializer(serializers.Serializer[object]):
    """Which release was withdrawn, and why."""

    release = serializers.CharField()
    reason = serializers.CharField()
