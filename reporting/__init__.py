"""What people look at: charts, dashboards, downloads, packs and the API, all read from one published release."""
