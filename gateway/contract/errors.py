"""What is said when something on the wire does not keep the contract."""


class ContractError(ValueError):
    """A topic or payload that the contract does not know.

    `code` is stable and made for programs (dead letters, metrics); `reason` names the field and is made for people.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
