"""Figures as workbooks, XLSX and ODS: real numbers, sheets that explain them, made while they are sent."""

from reporting.sheets.ods import ods
from reporting.sheets.sheet import Column, Sheet, Workbook
from reporting.sheets.xlsx import xlsx

__all__ = ["Column", "Sheet", "Workbook", "ods", "xlsx"]
