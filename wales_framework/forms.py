"""How forms look: Django renders every form with the components of templates/components/ (setting FORM_RENDERER)."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The first that fits counts, so the narrower classes come first. Radios and checkboxes carry their classes in their templates.
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, ""),
    (forms.CheckboxInput, ""),
    (forms.RadioSelect, ""),
    (forms.CheckboxSelectMultiple, ""),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.PasswordInput, "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (Input, "govuk-input"),
)

# What is said of a field left empty, unless the form has its own words: Django's sentence does not say which field it means.
EMPTY: tuple[tuple[type[forms.Field], Promise], ...] = (
    (forms.FileField, _("Choose a file.")),
    (forms.BooleanField, _("Tick “%(label)s” to go on.")),
    (forms.ChoiceField, _("Choose: %(label)s.")),
    (forms.Field, _("Fill in: %(label)s.")),
)


# Libraries put these on their controls: a placeholder vanishes when it is needed, autofocus takes people past the heading.
LEFT_OUT = {"placeholder", "autofocus"}


class DateInput(forms.DateInput):
    """A day, chosen with the browser's own calendar or typed; always sent as YYYY-MM-DD, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input--width-10", **(attrs or {})}, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day as DateInput sends it, or typed with the day first. In English Django would read 04/05/2025 with the month first."""

    widget = DateInput
    default_error_messages = {"invalid": _("Enter a real date with the day first, such as 31/12/2024.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=("%Y-%m-%d", "%d/%m/%Y"), **kwargs)


class ParagraphsField(forms.CharField):
    """Plain text with paragraphs. Line ends are of one kind and count as one letter; a browser does not cut what is too long,
    so that whoever pastes it is told."""

    def __init__(self, *, rows: int = 4, lang: str = "", **kwargs: Any) -> None:
        attrs = {"rows": rows, **({"lang": lang} if lang else {})}
        super().__init__(widget=forms.Textarea(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python("\n".join(str(value or "").splitlines())) or ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class Field(BoundField):
    """A field that knows the class of its component."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            sentence = next(sentence for kind, sentence in EMPTY if isinstance(field, kind))
            field.error_messages["required"] = str(sentence) % {"label": self.label}

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        chosen = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        component = next((name for kind, name in CLASSES if isinstance(chosen, kind)), "")
        if component:
            own = chosen.attrs.get("class", "")
            wrong = f"{component.split()[0]}--error" if self.errors else ""
            built["class"] = " ".join(part for part in (component, own, wrong) if part)
        for attribute in LEFT_OUT & chosen.attrs.keys():
            built[attribute] = False
        return built

    @property
    def first_id(self) -> str:
        """The id of the control that a link to this field should reach: of a group, its first choice."""
        return self.id_for_label or f"{self.auto_id}_0"


class Renderer(TemplatesSetting):
    """Renders forms, fields and widgets with the project's templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = Field
