"""What every test may use."""

pytest_plugins = ("tests.integration.engine_fixtures", "tests.integration.platform_fixtures")
