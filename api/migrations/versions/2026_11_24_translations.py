"""States of translations, and the phrases of needs.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "taxonomy_term_phrases",
        sa.Column("need_id", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("phrases", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"], ["taxonomy_term.id"], name=op.f("fk_taxonomy_term_phrases_need_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("need_id", "locale", name=op.f("pk_taxonomy_term_phrases")),
    )
    with op.batch_alter_table("text") as text:
        text.add_column(sa.Column("is_outdated", sa.Boolean(), server_default=sa.false(), nullable=False))
        text.add_column(sa.Column("is_reviewed", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("text") as text:
        text.drop_column("is_reviewed")
        text.drop_column("is_outdated")
    op.drop_table("taxonomy_term_phrases")
