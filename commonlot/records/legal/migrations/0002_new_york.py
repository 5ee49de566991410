"""The place of the first New York pack; the pack is loaded once the tables can hold all of it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("legal", "0001_initial")]
    operations = [migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)]
